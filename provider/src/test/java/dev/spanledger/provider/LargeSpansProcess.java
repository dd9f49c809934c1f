// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.batching.Ledger;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Path;
import java.time.Duration;
import org.sqlite.SQLiteDataSource;

/** A program with little memory that ends large spans while its database is away. */
final class LargeSpansProcess {
  private static final int MEBI = 1 << 20;

  private LargeSpansProcess() {}

  /** Takes the database's file, the spill directory and how many spans; says what it held. */
  public static void main(String[] arguments) {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + arguments[0]);
    FaultyDataSource source = FaultyDataSource.over(database);
    Spanledger ledger =
        Spanledger.builder(source)
            .elsewhere(knob -> null)
            .spillDirectory(Path.of(arguments[1]))
            .build();
    source.fail(Call.CONNECT).always();
    Tracer tracer =
        SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build().get("test");
    long before = used();
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      tracer.spanBuilder("work").setAttribute("text", "x".repeat(MEBI - 4_096)).startSpan().end();
    }
    long held = used() - before;
    ledger.flush(Duration.ofMinutes(5));
    Ledger last = ledger.stats().ledger();
    System.out.println("held " + held + " " + last.balanced() + " " + last);
    Runtime.getRuntime().halt(0);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
