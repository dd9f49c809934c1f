// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.faults;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What wrapped Connections, Statements and ResultSets have in common: calls that meet faults. */
abstract class FaultyCalls implements InvocationHandler {
  private final Object target;
  private final FaultyDataSource source;

  FaultyCalls(Object target, FaultyDataSource source) {
    this.target = target;
    this.source = source;
  }

  abstract @Nullable Call callOf(Method method);

  /** Lets the call happen; subclasses watch it. */
  @Nullable Object pass(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return Thrown.invoke(target, method, arguments);
  }

  @Override
  public final @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> meetFault(proxy, method, arguments);
    };
  }

  private @Nullable Object meetFault(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    Call call = callOf(method);
    Optional<Fault> fault = call == null ? Optional.empty() : source.meet(call);
    if (fault.isEmpty() && !method.getName().equals("close")) {
      fault = source.meet(Call.ANY);
    }
    if (fault.isEmpty()) {
      return pass(proxy, method, arguments);
    }
    if (fault.get().losesReply()) {
      pass(proxy, method, arguments);
    }
    throw Thrown.asSql(fault.get().failure());
  }
}
