// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model call that an AI Service is about to make on this thread, so that the model and its
 * listener, which are told next on the same thread, do not take it for another one.
 */
final class IssuedCall {

  /** Weak, because a streamed call ends on another thread and cannot be forgotten here. */
  private static final ThreadLocal<WeakReference<ModelCall>> HERE = new ThreadLocal<>();

  private IssuedCall() {}

  static void announce(ModelCall call) {
    HERE.set(new WeakReference<>(call));
  }

  static void forget() {
    HERE.remove();
  }

  /** The announced call, once, if these are its messages. */
  static @Nullable ModelCall take(List<ChatMessage> messages) {
    ModelCall call = find(messages);
    if (call != null) {
      HERE.remove();
    }
    return call;
  }

  /** The announced call, if these are its messages. */
  static @Nullable ModelCall find(List<ChatMessage> messages) {
    WeakReference<ModelCall> announced = HERE.get();
    ModelCall call = announced == null ? null : announced.get();
    return call == null || call.isEnded() || !call.isFor(messages) ? null : call;
  }
}
