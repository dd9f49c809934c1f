// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.batching.Ledger;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;

/**
 * No set of attributes makes anything throw, and every span is stored. The long form: {@code
 * -Dspanledger.test.hostile=1000000}, and another {@code -Dspanledger.test.seed}.
 */
class HostileAttributesTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int SPANS = Integer.getInteger("spanledger.test.hostile", 4_000);
  private static final long SEED = Long.getLong("spanledger.test.seed", 20_261_121);

  /** The queue holds this much at once: none may be dropped for want of room. */
  private static final int TOGETHER = 100;

  private final HostileAttributes hostile = new HostileAttributes(SEED);

  @EachDatabase
  void everySpanIsStoredOrCounted(TestDatabase database) throws Exception {
    System.out.println("seed " + SEED);
    try (Spanledger ledger = Spanledger.create(database.dataSource());
        SdkTracerProvider tracers =
            SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build()) {
      Tracer tracer = tracers.get("gcp.vertex.agent");
      for (int spans = 0; spans < SPANS; spans += TOGETHER) {
        trace(tracer);
        assertThat(ledger.flush(LONG)).isTrue();
      }
      Ledger counted = ledger.stats().ledger();
      assertThat(counted.stored()).as("%s", counted).isEqualTo(SPANS);
      assertThat(ledger.stats().unreadableSpans()).isZero();
      assertThat(stored(database)).isEqualTo(SPANS);
    }
  }

  private static long stored(TestDatabase database) throws Exception {
    Object count = database.rows("SELECT count(*) AS n FROM agent_spans").get(0).get("n");
    return ((Number) count).longValue();
  }

  private void trace(Tracer tracer) {
    Context parent = Context.root();
    for (int i = 0; i < TOGETHER; i++) {
      Span span = tracer.spanBuilder(hostile.text()).setParent(parent).startSpan();
      span.setAllAttributes(hostile.next());
      span.addEvent(i % 2 == 0 ? "exception" : "gen_ai.user.message", hostile.next());
      parent = i % 7 == 0 ? Context.root() : Context.root().with(span);
      span.end();
    }
  }
}
