// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import io.opentelemetry.context.Context;
import java.lang.StackWalker.StackFrame;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Finds the AI Service call that has called what runs now: a retrieval, a guardrail or a tool of
 * its own may ask a model or another AI Service, while no span of the call is current.
 *
 * <p>LangChain4j tells when a call starts, but not always when it has left the thread. So what was
 * noted on the thread is believed only if LangChain4j's code is found on the stack; a noted call
 * that is not there does no harm.
 */
final class EnclosingCall {

  private static final String SERVICE = "dev.langchain4j.service.DefaultAiServices$";
  private static final String SERVICE_CALL = "(Ljava/lang/Object;Ljava/lang/reflect/Method;";
  private static final String STREAM = "dev.langchain4j.service.AiServiceStreamingResponseHandler";

  private static final ThreadLocal<WeakReference<Invocation>> HERE = new ThreadLocal<>();

  private EnclosingCall() {}

  /** Notes that a call runs on this thread. */
  static void enter(Invocation invocation) {
    HERE.set(new WeakReference<>(invocation));
  }

  /** Notes that a call has ended, and which one goes on. */
  static void leave(@Nullable Invocation outer) {
    if (outer == null) {
      HERE.remove();
    } else {
      enter(outer);
    }
  }

  static @Nullable Invocation noted() {
    WeakReference<Invocation> here = HERE.get();
    return here == null ? null : here.get();
  }

  /** The context for what a model's listener is told of. */
  static Context parentOfModelCall() {
    return parent(1);
  }

  /** The context for an AI Service call that is starting, and is on the stack itself. */
  static Context parentOfService() {
    return parent(2);
  }

  private static Context parent(int callsOnStack) {
    Context current = Context.current();
    Invocation call = noted();
    // Another current context is the application's own, or a tool's: more precise than the call's.
    return call != null && call.surroundings() == current && isOnStack(callsOnStack)
        ? call.context()
        : current;
  }

  private static boolean isOnStack(int calls) {
    return StackWalker.getInstance()
        .walk(frames -> frames.filter(EnclosingCall::isCall).limit(calls).count() == calls);
  }

  private static boolean isCall(StackFrame frame) {
    String type = frame.getClassName();
    return (type.equals(STREAM) && frame.getMethodName().equals("onCompleteResponse"))
        || (type.startsWith(SERVICE) && frame.getDescriptor().startsWith(SERVICE_CALL));
  }
}
