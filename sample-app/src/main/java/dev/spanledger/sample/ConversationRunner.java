// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import dev.spanledger.sample.shop.SupportDesk;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plays conversations against the support desk, and tells of each in one line. */
final class ConversationRunner {
  private static final int QUESTION_CHARS = 40;

  private final SupportDesk desk;
  private final PrintWriter progress;

  ConversationRunner(SupportDesk desk, PrintWriter progress) {
    this.desk = desk;
    this.progress = progress;
  }

  /**
   * Plays one conversation after the other.
   *
   * @param run what the conversations' ids begin with; another one in every run, so that a session
   *     is one conversation
   * @return the conversations' ids
   */
  List<String> playAll(List<Conversation> conversations, String run) {
    List<String> ids = new ArrayList<>();
    for (Conversation conversation : conversations) {
      ids.add(String.format("%s-%02d", run, ids.size() + 1));
      Outcome outcome = play(conversation, ids.get(ids.size() - 1));
      progress.printf(
          "%3d  %s  %-15s  %-40s  %s%n",
          ids.size(),
          conversation.customer(),
          desk.customerName(conversation.customer()),
          OneLine.of(conversation.turns().get(0), QUESTION_CHARS),
          outcome);
      progress.flush();
    }
    return ids;
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
