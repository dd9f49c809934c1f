// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an object and passes every call on to it.
 *
 * <p>It is a proxy because LangChain4j adds methods to its interfaces: a class would answer a new
 * one with the interface's default, and the application would miss a call that was meant for it.
 * The price is that a checked exception which the interface does not declare, as Kotlin may throw
 * one, arrives in an UndeclaredThrowableException.
 */
abstract class PassThrough implements InvocationHandler {

  private static final Object[] NO_ARGUMENTS = {};

  private final Object target;

  PassThrough(Object target) {
    this.target = target;
  }

  final <T> T as(Class<T> type) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
  }

  /** Comes before each call is passed on; may replace its arguments. What it throws is kept. */
  abstract void before(Method method, Object[] arguments);

  @Override
  public final @Nullable Object invoke(
      Object proxy, Method method, Object @Nullable [] passedArguments) throws Throwable {
    Object[] arguments = passedArguments == null ? NO_ARGUMENTS : passedArguments;
    if (method.getDeclaringClass() == Object.class) {
      unwrap(arguments); // so that it equals itself
    } else {
      Tolerant.run(() -> before(method, arguments));
    }
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private static void unwrap(Object[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      PassThrough wrapper = of(arguments[i]);
      arguments[i] = wrapper == null ? arguments[i] : wrapper.target;
    }
  }

  /** What stands before another object; null if the object is no such thing. */
  static @Nullable PassThrough of(@Nullable Object object) {
    return object != null
            && Proxy.isProxyClass(object.getClass())
            && Proxy.getInvocationHandler(object) instanceof PassThrough wrapper
        ? wrapper
        : null;
  }
}
