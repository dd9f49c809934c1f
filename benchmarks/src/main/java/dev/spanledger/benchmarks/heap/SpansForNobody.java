// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.heap;

import dev.spanledger.batching.Ledger;
import dev.spanledger.provider.Spanledger;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.List;

/** Ends large spans while nobody stores them, and looks how much of the heap stays occupied. */
final class SpansForNobody {
  static final String READY = "ready";

  private static final int ATTRIBUTE_CHARS = 1 << 17;
  private static final int WARM_SPANS = 20;
  private static final int LOOK_EVERY = 250;
  private static final double MIB = 1 << 20;
  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

  /** Together 1 MiB: their texts take two bytes a character. */
  private static final List<AttributeKey<String>> KEYS =
      List.of(
          AttributeKey.stringKey("gen_ai.input.messages"),
          AttributeKey.stringKey("gen_ai.output.messages"),
          AttributeKey.stringKey("payload.first"),
          AttributeKey.stringKey("payload.second"));

  private SpansForNobody() {}

  /** Takes the database's URL and user, and how many spans to end. */
  public static void main(String[] args) throws Exception {
    Spanledger ledger = Spanledger.open(args[0], args[1], "");
    Tracer tracer =
        SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("heap");
    for (int i = 0; i < WARM_SPANS; i++) {
      end(tracer, 64, i);
    }
    if (!ledger.flush(Duration.ofMinutes(1))) {
      throw new IllegalStateException("the database is not there: " + ledger.stats());
    }
    double before = usedMib();
    System.out.println(READY);
    if (System.in.read() < 0) {
      throw new IllegalStateException("nobody said go");
    }
    double most = 0;
    int spans = Integer.parseInt(args[2]);
    for (int i = 1; i <= spans; i++) {
      end(tracer, ATTRIBUTE_CHARS, i);
      if (i % LOOK_EVERY == 0 || i == spans) {
        most = Math.max(most, usedMib() - before);
      }
    }
    report(ledger.stats().ledger(), before, most, spans);
    // Closing would wait for a database that does not come.
    Runtime.getRuntime().halt(0);
  }

  private static void end(Tracer tracer, int chars, int number) {
    Span span = tracer.spanBuilder("chat").startSpan();
    for (AttributeKey<String> key : KEYS) {
      span.setAttribute(key, text(number, chars));
    }
    span.end();
  }

  private static String text(int number, int chars) {
    String digits = Integer.toString(number);
    return digits + "ж".repeat(chars - digits.length());
  }

  private static double usedMib() {
    System.gc();
    return MEMORY.getHeapMemoryUsage().getUsed() / MIB;
  }

  private static void report(Ledger ledger, double before, double most, int spans) {
    boolean complete = ledger.balanced() && ledger.accepted() == spans + WARM_SPANS;
    System.out.println("held_mib=" + (complete ? most : Double.POSITIVE_INFINITY));
    System.out.println("before_mib=" + before);
    System.out.println("ledger=" + ledger);
    System.out.flush();
  }
}
