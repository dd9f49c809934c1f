// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Marks what Spanledger itself does with a connection, so that spans about our own SQL are neither
 * made nor stored: stored, they would cause more SQL, without end.
 *
 * <p>The OpenTelemetry agent heeds {@code InstrumentationUtil.suppressInstrumentation}; JDBC
 * wrappers that do not are met by {@link #isCurrent}, which the processor asks.
 */
final class OwnWork {
  private static final ThreadLocal<Boolean> CURRENT = new ThreadLocal<>();

  /** The class moved in OpenTelemetry 1.63. */
  private static final List<String> SUPPRESSORS =
      List.of(
          "io.opentelemetry.api.impl.InstrumentationUtil",
          "io.opentelemetry.api.internal.InstrumentationUtil");

  private static final @Nullable MethodHandle SUPPRESS = suppressor();

  private OwnWork() {}

  static boolean isCurrent() {
    return CURRENT.get() != null;
  }

  static void run(Runnable work) {
    if (isCurrent()) {
      work.run();
      return;
    }
    CURRENT.set(Boolean.TRUE);
    try {
      suppressed(work);
    } finally {
      CURRENT.remove();
    }
  }

  private static void suppressed(Runnable work) {
    if (SUPPRESS == null) {
      work.run();
      return;
    }
    try {
      SUPPRESS.invokeExact(work);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a Runnable throws no checked exception", e);
    }
  }

  private static @Nullable MethodHandle suppressor() {
    for (String name : SUPPRESSORS) {
      try {
        return MethodHandles.publicLookup()
            .findStatic(
                Class.forName(name),
                "suppressInstrumentation",
                MethodType.methodType(void.class, Runnable.class));
      } catch (ReflectiveOperationException | LinkageError e) {
        // Not in this version of the API: try the next.
      }
    }
    return null;
  }
}
