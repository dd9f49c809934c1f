// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorpusTest {
  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OtlpReplay replay = OtlpReplay.into(SimpleSpanProcessor.create(exporter));

  @Test
  void replaysEveryRecordedAirlineRun() {
    Corpus corpus = Corpus.open("tau-airline");
    assertThat(replay.corpus(corpus)).isEqualTo(new Replayed(1_901, 100));
    List<SpanData> spans = exporter.getFinishedSpanItems();
    assertThat(spans).hasSize(1_901);
    assertThat(spans).filteredOn(span -> !span.getParentSpanContext().isValid()).hasSize(100);
    assertThat(spans).noneMatch(span -> span.getParentSpanContext().isRemote());
  }

  @Test
  void replaysEveryFramework() {
    assertThat(replay.corpus(Corpus.open("frameworks"))).isEqualTo(new Replayed(56, 18));
    assertThat(exporter.getFinishedSpanItems())
        .extracting(span -> span.getInstrumentationScopeInfo().getName())
        .contains("openinference.instrumentation.agno");
  }

  @Test
  void skipsTheTestWhereThereIsNoRecording() {
    assertThat(Corpus.find("no-such-recording")).isEmpty();
    assertThatThrownBy(() -> Corpus.open("no-such-recording"))
        .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo("TestAbortedException"))
        .hasMessageContaining("no-such-recording")
        .hasMessageContaining("spanledger.corpus");
  }
}
