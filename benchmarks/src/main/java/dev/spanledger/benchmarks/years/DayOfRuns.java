// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.years;

import dev.spanledger.benchmarks.Prose;
import dev.spanledger.testkit.spans.AgentRun;
import dev.spanledger.testkit.spans.SpanMother;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A day in a shop: six agents talk to customers, call tools and each other, and now and then
 * something fails. The same runs every time.
 */
final class DayOfRuns {
  private static final List<String> AGENTS =
      List.of("support", "refunds", "search", "billing", "onboarding", "escalation");
  private static final List<String> MODELS =
      List.of("gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-4.1-mini", "o3-mini");
  private static final int USERS = 400;

  /** So that the queue is never full. */
  private static final int RUNS_BETWEEN_FLUSHES = 100;

  private final Random random = new Random(11);
  private final Prose prose = new Prose(11);
  private final SpanMother mother;

  // The mother is not closed: that would shut the processor down, which is the caller's.
  DayOfRuns(SpanProcessor processor) {
    mother = SpanMother.seeded(11, processor);
  }

  /** One run that begins then. */
  void one(Instant start) {
    moveTo(start);
    run();
  }

  /** Runs at even distances, until there are so many spans. */
  void play(Instant from, Instant until, int spans, Runnable flush) {
    int runs = Math.max(1, spans / averageSpans());
    Duration step = Duration.between(from, until).dividedBy(runs);
    for (int i = 0; i < runs; i++) {
      one(from.plus(step.multipliedBy(i)));
      if (i % RUNS_BETWEEN_FLUSHES == 0) {
        flush.run();
      }
    }
  }

  /**
   * An agent; for each of two to six questions a step, a call, a tool and a call; every third run
   * asks another.
   */
  private static int averageSpans() {
    return 1 + 4 * 4 + 1;
  }

  private void moveTo(Instant time) {
    long nanos = time.getEpochSecond() * 1_000_000_000L + time.getNano();
    mother.clock().advance(nanos - mother.clock().now(), TimeUnit.NANOSECONDS);
  }

  private void run() {
    AgentRun run = mother.agent(any(AGENTS)).model("openai", any(MODELS));
    run.instructions(prose.sentences(6));
    int user = random.nextInt(USERS);
    run.session("session-%d-%d".formatted(user, random.nextInt(3)), "user-" + user);
    int turns = 2 + random.nextInt(5);
    for (int i = 0; i < turns; i++) {
      turn(run);
    }
    if (random.nextInt(3) == 0) {
      ask(run);
    }
    if (random.nextInt(25) == 0) {
      run.fail(new IllegalStateException("gave up"));
    } else {
      run.close();
    }
  }

  private void turn(AgentRun run) {
    try (AgentRun turn = run.turn()) {
      turn.ask(prose.sentences(1));
      String arguments = "{\"order_id\":\"A-%d\"}".formatted(random.nextInt(1_000_000));
      if (random.nextInt(15) == 0) {
        turn.failingTool(any(Prose.TOOLS), arguments, new IllegalStateException("timed out"));
      } else {
        turn.tool(any(Prose.TOOLS), arguments, "{\"note\":\"%s\"}".formatted(prose.sentences(2)));
      }
      turn.chat(prose.sentences(2));
    }
  }

  private void ask(AgentRun run) {
    try (AgentRun other = run.subAgent(any(AGENTS))) {
      other.ask(prose.sentences(1)).chat(prose.sentences(1));
    }
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
