// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.spans.Corpus;
import dev.spanledger.testkit.spans.OtlpReplay;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.ArrayList;
import java.util.List;

/** Recorded runs come out of the database as they went in; skipped where there is no recording. */
class CorpusFidelityTest {
  @EachDatabase
  void aHundredRunsComeBack(TestDatabase database) throws Exception {
    assertComesBack(database, Corpus.open("tau-airline"));
  }

  @EachDatabase
  void whatFrameworksEmitComesBack(TestDatabase database) throws Exception {
    assertComesBack(database, Corpus.open("frameworks"));
  }

  private static void assertComesBack(TestDatabase database, Corpus corpus) throws Exception {
    InMemorySpanExporter said = InMemorySpanExporter.create();
    try (RoundTrip trip = new RoundTrip(database)) {
      OtlpReplay.into(trip.ledger().spanProcessor(), SimpleSpanProcessor.create(said))
          .corpus(corpus);
      trip.flush();
      assertThat(said.getFinishedSpanItems()).isNotEmpty();
      List<SpanData> storable = new ArrayList<>();
      said.getFinishedSpanItems().forEach(span -> storable.add(new WithoutNeverStored(span)));
      trip.assertComesBack(storable);
    }
  }
}
