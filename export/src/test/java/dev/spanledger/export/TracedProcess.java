// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.spans.AgentRun;
import dev.spanledger.testkit.spans.SpanMother;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An application that knows nothing of files, and ends in several ways. */
final class TracedProcess {
  static final String SECRET = "the patient has measles";

  private TracedProcess() {}

  /** URL, user, password, and how it ends: by itself, or by whoever waits for "ready". */
  public static void main(String[] args) throws Exception {
    Spanledger ledger = Spanledger.open(args[0], orNull(args[1]), orNull(args[2]));
    SpanMother mother = SpanMother.into(ledger.spanProcessor());
    try (AgentRun run = mother.agent("support")) {
      run.ask("Help. " + SECRET).chat("Yes. " + SECRET);
    }
    if (args[3].equals("exit")) {
      System.exit(0);
    } else if (args[3].equals("return")) {
      return;
    }
    Span running = mother.tracer().spanBuilder("still at it").startSpan();
    String traceId = running.getSpanContext().getTraceId();
    ledger.flush(Duration.ofSeconds(30));
    while (ledger.reader().openSpans(traceId).isEmpty()) {
      Thread.sleep(20);
    }
    System.out.println("ready " + traceId);
    Thread.sleep(600_000);
    running.end();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
