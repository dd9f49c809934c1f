// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model call that an AI Service is about to make on this thread, so that the model's listener,
 * which is told next on the same thread, does not take it for another one.
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
    WeakReference<ModelCall> announced = HERE.get();
    ModelCall call = announced == null ? null : announced.get();
    if (call == null || call.isEnded() || !call.isFor(messages)) {
      return null;
    }
    HERE.remove();
    return call;
  }
}
