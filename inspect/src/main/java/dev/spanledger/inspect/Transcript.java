// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run as its model calls saw it. An agent sends its whole conversation with every call; {@link
 * ModelCall#newFrom} says where what it had not sent before begins. Reads one span at a time.
 */
public final class Transcript {
  /** Calls that are looked at for the conversation that a call goes on with: some run at once. */
  private static final int LOOK_BACK = 3;

  private final TraceReader reader;
  private final Run run;

  /**
   * A model call and its messages.
   *
   * @param span its number
   * @param input what the model was sent
   * @param newFrom the first of these that the call before had neither sent nor been answered; 0
   *     where there is none before
   * @param previous the call that this one goes on with; -1 where there is none
   * @param output what it answered
   */
  public record ModelCall(
      int span, List<Message> input, int newFrom, int previous, List<Message> output) {}

  /**
   * Some of a run's model calls.
   *
   * @param next the number of the call that comes next; -1 where there is none
   */
  public record Page(List<ModelCall> calls, int next) {}

  private Transcript(TraceReader reader, Run run) {
    this.reader = reader;
    this.run = run;
  }

  /**
   * The model calls from a span on, in order; those within other model calls, which report the same
   * once more, left out.
   *
   * @param from the span's number: 0 for all
   * @param limit from 1 on
   */
  public static Page of(TraceReader reader, Run run, int from, int limit) {
    Transcript transcript = new Transcript(reader, run);
    List<ModelCall> calls = new ArrayList<>();
    int at = transcript.next(from);
    while (at >= 0 && calls.size() < limit) {
      transcript.read(at).ifPresent(calls::add);
      at = transcript.next(at + 1);
    }
    return new Page(List.copyOf(calls), at);
  }

  /**
   * One model call; empty where the span is not stored.
   *
   * @param span its number
   */
  public static Optional<ModelCall> call(TraceReader reader, Run run, int span) {
    return new Transcript(reader, run).read(span);
  }

  private int next(int from) {
    for (int i = Math.max(0, from); i < run.size(); i++) {
      if (isCall(i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isCall(int i) {
    if (!run.kind(i).equals("LLM")) {
      return false;
    }
    for (int at = run.parent(i); at >= 0; at = run.parent(at)) {
      if (run.kind(at).equals("LLM")) {
        return false;
      }
    }
    return true;
  }

  private Optional<ModelCall> read(int span) {
    return stored(span).map(row -> call(span, row));
  }

  private ModelCall call(int span, SpanRow row) {
    List<Message> input = Message.list(row.get(SpanColumns.INPUT));
    List<Message> output = Message.list(row.get(SpanColumns.OUTPUT));
    int looked = 0;
    int best = -1;
    int known = 0;
    for (int before = span - 1; before >= 0 && looked < LOOK_BACK; before--) {
      if (isCall(before) && Owners.of(run, before) == Owners.of(run, span)) {
        looked++;
        int shared = shared(before, input);
        if (shared > known) {
          known = shared;
          best = before;
        }
      }
    }
    return new ModelCall(span, input, known, best, output);
  }

  /** How many messages at the head of the input a call before has sent, or was answered. */
  private int shared(int before, List<Message> input) {
    Optional<SpanRow> row = stored(before);
    if (row.isEmpty()) {
      return 0;
    }
    List<Message> sent = Message.list(row.get().get(SpanColumns.INPUT));
    int shared = 0;
    while (shared < sent.size()
        && shared < input.size()
        && sent.get(shared).equals(input.get(shared))) {
      shared++;
    }
    boolean wholeConversation = shared == sent.size() && shared > 0;
    boolean answered =
        wholeConversation
            && row.get().get(SpanColumns.OUTPUT) != null
            && shared < input.size()
            && input.get(shared).role().equals("assistant");
    return answered ? shared + 1 : shared;
  }

  private Optional<SpanRow> stored(int span) {
    return reader.span(run.trace().traceId(), run.spanId(span));
  }
}
