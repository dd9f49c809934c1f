// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.Spanledger;
import dev.spanledger.provider.SpanledgerBuilder;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.spans.Corpus;
import dev.spanledger.testkit.spans.OtlpReplay;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** OTLP that is written and read again gives equal rows. */
class RoundTripTest {
  @EachDatabase
  void runsComeBackWithEveryColumn(TestDatabase database) throws Exception {
    SpanledgerBuilder builder =
        Spanledger.builder(database.dataSource()).project("shop").build("b-17");
    try (Fixture fixture = new Fixture(builder)) {
      fixture.run();
      fixture.mother.weatherRun();
      fixture.mother.longRun(6);
      fixture.mother.failingRun();
      Baggage baggage = Baggage.builder().put("session.id", "from-baggage").build();
      fixture.mother.agent("other", Context.root().with(baggage)).close();
      fixture.flush();
      assertComesBack(fixture.ledger, database);
    }
  }

  @EachDatabase
  void recordedRunsOfFrameworksComeBack(TestDatabase database) throws Exception {
    assertComesBack(Corpus.open("frameworks"), database);
  }

  @EachDatabase
  void aHundredRecordedRunsComeBack(TestDatabase database) throws Exception {
    assertComesBack(Corpus.open("tau-airline"), database);
  }

  private static void assertComesBack(Corpus corpus, TestDatabase database) throws Exception {
    try (Fixture fixture =
        new Fixture(Spanledger.builder(database.dataSource()).maxQueueBytes(256L << 20))) {
      OtlpReplay.into(fixture.ledger.spanProcessor()).corpus(corpus);
      fixture.flush();
      assertComesBack(fixture.ledger, database);
    }
  }

  private static void assertComesBack(Spanledger ledger, TestDatabase database) throws Exception {
    List<String> traces = Stored.traces(ledger.reader());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Exported exported = RunExport.of(ledger.reader()).write(ExportFormat.OTLP, traces, file);
    assertThat(exported.traces()).isEqualTo(traces.size());
    try (TestDatabase other = TestDatabase.open(database.kind());
        Spanledger into = Spanledger.builder(other.dataSource()).maintenance(false).build()) {
      for (int time = 0; time < 2; time++) {
        ImportReport report =
            RunImport.into(into).otlp(new ByteArrayInputStream(file.toByteArray()));
        assertThat(report.problems()).isEmpty();
        assertThat(report.spans()).isEqualTo(exported.spans());
        assertThat(report.traces()).isEqualTo(exported.traces());
        Stored.assertSame(into.reader(), ledger.reader());
      }
    }
  }
}
