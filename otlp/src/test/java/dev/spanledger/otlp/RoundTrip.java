// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.ContentCapture;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.provider.redaction.Redaction;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.spans.OtlpReplay;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Spans into a database, and out of it again in every way that there is. */
final class RoundTrip implements AutoCloseable {
  private static final Duration LONG = Duration.ofMinutes(2);

  /** All that a test stores at once, at two bytes a character. */
  private static final long ROOM = 256L << 20;

  private final Spanledger ledger;

  RoundTrip(TestDatabase database) {
    this(database, ContentCapture.DETAILED);
  }

  RoundTrip(TestDatabase database, ContentCapture content) {
    ledger =
        Spanledger.builder(database.dataSource())
            .contentCapture(content)
            .redaction(Redaction.NONE)
            .maxQueueBytes(ROOM)
            .build();
  }

  Spanledger ledger() {
    return ledger;
  }

  OtlpWriter otlp() {
    return OtlpWriter.of(ledger.reader());
  }

  void store(List<SpanData> spans) {
    CompletableResultCode stored = ledger.spanExporter().export(spans);
    assertThat(stored.join(2, java.util.concurrent.TimeUnit.MINUTES).isSuccess()).isTrue();
  }

  void flush() {
    assertThat(ledger.flush(LONG)).isTrue();
  }

  /** As protobuf, as JSON, and to an exporter: each time what the spans said. */
  void assertComesBack(List<SpanData> spans) throws Exception {
    Set<String> traces = spans.stream().map(SpanData::getTraceId).collect(Collectors.toSet());
    List<SpanData> sent = sent(traces);
    assertSame(said(sent), said(spans));
    assertThat(types(sent)).isEqualTo(types(spans));
    assertSame(inProtobuf(traces), said(spans));
    assertSame(replayable(said(replayed(json(traces)))), replayable(said(spans)));
  }

  List<SpanData> sent(Set<String> traces) throws Exception {
    try (InMemorySpanExporter exporter = InMemorySpanExporter.create()) {
      for (String trace : traces) {
        otlp().send(trace, exporter);
      }
      return exporter.getFinishedSpanItems();
    }
  }

  String json(Set<String> traces) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String trace : traces) {
      otlp().json(trace, out);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  static List<SpanData> replayed(String json) {
    InMemorySpanExporter exporter = InMemorySpanExporter.create();
    OtlpReplay.into(SimpleSpanProcessor.create(exporter)).lines(json.lines());
    return exporter.getFinishedSpanItems();
  }

  private List<Map<String, Object>> inProtobuf(Set<String> traces) throws Exception {
    List<Map<String, Object>> said = new ArrayList<>();
    for (String trace : traces) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      long spans = otlp().protobuf(trace, out);
      List<Map<String, Object>> ofTrace = SaidInProtobuf.spans(out.toByteArray());
      assertThat(ofTrace).hasSize((int) spans);
      said.addAll(ofTrace);
    }
    return sorted(said);
  }

  private static List<Map<String, Object>> said(List<SpanData> spans) {
    return sorted(spans.stream().map(Said::of).collect(Collectors.toList()));
  }

  private static List<Map<String, Object>> sorted(List<Map<String, Object>> said) {
    said.sort(Comparator.comparing(span -> "" + span.get("trace") + span.get("span")));
    return said;
  }

  /** The SDK's own types, which tell an empty array of numbers from one of texts. */
  private static Map<String, Object> types(List<SpanData> spans) {
    Map<String, Object> types = new TreeMap<>();
    for (SpanData span : spans) {
      span.getAttributes()
          .forEach(
              (key, value) ->
                  types.put(span.getTraceId() + span.getSpanId() + key, key.getType().name()));
    }
    return types;
  }

  private static List<Map<String, Object>> replayable(List<Map<String, Object>> said) {
    for (Map<String, Object> span : said) {
      span.keySet().removeAll(Said.LOST_IN_REPLAY);
      span.replace("name", "", "<unspecified span name>");
    }
    return said;
  }

  /** One span after the other, because a difference is looked for in one. */
  private static void assertSame(
      List<Map<String, Object>> actual, List<Map<String, Object>> expected) {
    for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
      for (String what : expected.get(i).keySet()) {
        assertThat(actual.get(i).get(what))
            .as("%s of %s", what, expected.get(i).get("name"))
            .isEqualTo(expected.get(i).get(what));
      }
    }
    assertThat(actual).hasSameSizeAs(expected);
  }

  @Override
  public void close() {
    ledger.close();
  }
}
