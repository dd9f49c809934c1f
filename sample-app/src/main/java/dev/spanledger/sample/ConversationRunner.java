// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import dev.spanledger.sample.shop.SupportDesk;
import java.time.Duration;

/** Plays conversations against the support desk. */
final class ConversationRunner {
  private final SupportDesk desk;

  ConversationRunner(SupportDesk desk) {
    this.desk = desk;
  }

  /** Plays one conversation up to its end or to the first turn that fails. */
  Outcome play(Conversation conversation, String conversationId) {
    long start = System.nanoTime();
    int answered = 0;
    String answer = null;
    String error = null;
    try {
      for (String question : conversation.turns()) {
        answer = answer(conversation, conversationId, question);
        answered++;
      }
    } catch (RuntimeException e) {
      error = e.getClass().getSimpleName() + ": " + OneLine.of(e);
    }
    return new Outcome(answered, answer, error, Duration.ofNanos(System.nanoTime() - start));
  }

  private String answer(Conversation conversation, String conversationId, String question) {
    return conversation.streaming()
        ? desk.stream(conversationId, conversation.customer(), question, token -> {})
        : desk.answer(conversationId, conversation.customer(), question);
  }
}
