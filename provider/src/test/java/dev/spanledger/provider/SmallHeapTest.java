// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Ten thousand spans of a mebibyte each, a database that is away, and a heap of 128 MiB. */
class SmallHeapTest {
  private static final int SPANS = 10_000;
  private static final int MIB = 1 << 20;

  @Test
  void neitherRunsOutOfMemoryNorHoldsMuchMoreThanItsBudget() throws Exception {
    Process app =
        new ProcessBuilder(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                App.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(app.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(app.waitFor(5, TimeUnit.MINUTES)).as(said).isTrue();
    assertThat(app.exitValue()).as(said).isZero();
    assertThat(said).contains("held ").doesNotContain("OutOfMemory");
  }

  /** The application: says how much heap it holds, and fails if that is too much. */
  static final class App {
    private App() {}

    public static void main(String[] args) throws Exception {
      try (TestDatabase database = TestDatabase.open(DatabaseKind.SQLITE)) {
        FaultyDataSource source = FaultyDataSource.over(database.dataSource());
        Spanledger ledger = Spanledger.create(source);
        source.fail(Call.CONNECT).always();
        Tracer tracer =
            SdkTracerProvider.builder()
                .addSpanProcessor(ledger.spanProcessor())
                .build()
                .get("test");
        long before = used();
        for (int i = 0; i < SPANS; i++) {
          Span span = tracer.spanBuilder("large").startSpan();
          span.setAttribute("shop.note", new String(new char[MIB]).replace('\0', 'x'));
          span.end();
        }
        long held = used() - before;
        System.out.println("held " + held / MIB + " MiB; " + ledger.stats().ledger());
        boolean balanced = ledger.stats().ledger().balanced();
        Runtime.getRuntime().halt(balanced && held <= 48L * MIB ? 0 : 1);
      }
    }

    private static long used() {
      System.gc();
      return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
  }
}
