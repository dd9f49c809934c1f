// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what goes wrong in tracing away from the application: said once aloud, then quietly. */
final class Tolerant {

  private static final Logger LOG = LoggerFactory.getLogger(Tolerant.class);
  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private Tolerant() {}

  static void run(Runnable tracing) {
    get(
        () -> {
          tracing.run();
          return true;
        });
  }

  /** Null if it failed. A LinkageError is a LangChain4j whose API differs from the one known. */
  static <T> @Nullable T get(Supplier<T> tracing) {
    try {
      return tracing.get();
    } catch (RuntimeException | LinkageError failure) {
      if (WARNED.compareAndSet(false, true)) {
        LOG.warn(
            "A LangChain4j step could not be traced; the application is not affected", failure);
      } else {
        LOG.debug("A LangChain4j step could not be traced", failure);
      }
      return null;
    }
  }
}
