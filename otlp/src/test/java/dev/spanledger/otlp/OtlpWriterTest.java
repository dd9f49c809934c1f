// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

class OtlpWriterTest {
  @EachDatabase
  void aLongTraceIsWrittenInSeveralRequests(TestDatabase database) throws Exception {
    List<SpanData> spans =
        LongStream.rangeClosed(1, 1_000)
            .<SpanData>mapToObj(id -> Spans.builder(id).build())
            .toList();
    try (RoundTrip trip = new RoundTrip(database)) {
      trip.store(spans);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThat(trip.otlp().json(Spans.TRACE, out)).isEqualTo(1_000);
      List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
      assertThat(lines).hasSize(4);
      for (String line : lines) {
        assertThat(RoundTrip.replayed(line)).hasSizeLessThanOrEqualTo(OtlpWriter.REQUEST_SPANS);
      }
      out.reset();
      assertThat(trip.otlp().protobuf(Spans.TRACE, out)).isEqualTo(1_000);
      assertThat(SaidInProtobuf.spans(out.toByteArray())).hasSize(1_000);
    }
  }

  @EachDatabase
  void requestsOfLongTextsHoldFewerSpans(TestDatabase database) throws Exception {
    Attributes text = Attributes.builder().put("text", "x".repeat(200_000)).build();
    List<SpanData> spans =
        LongStream.rangeClosed(1, 100)
            .<SpanData>mapToObj(id -> Spans.builder(id).setAttributes(text).build())
            .toList();
    List<Integer> sizes = new ArrayList<>();
    try (RoundTrip trip = new RoundTrip(database)) {
      trip.store(spans);
      assertThat(trip.otlp().send(Spans.TRACE, exporter(sizes, true))).isEqualTo(100);
    }
    assertThat(sizes).containsExactly(42, 42, 16);
  }

  @EachDatabase
  void aTraceThatIsNotStoredIsNothing(TestDatabase database) throws Exception {
    try (RoundTrip trip = new RoundTrip(database)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThat(trip.otlp().json(Spans.TRACE, out)).isZero();
      assertThat(trip.otlp().protobuf(Spans.TRACE, out)).isZero();
      assertThat(trip.otlp().send(Spans.TRACE, InMemorySpanExporter.create())).isZero();
      assertThat(out.size()).isZero();
    }
  }

  @EachDatabase
  void streamsStayOpenAndTheirFailuresAreTheCallers(TestDatabase database) throws Exception {
    try (RoundTrip trip = new RoundTrip(database)) {
      trip.store(List.of(Spans.builder(1).build()));
      Stream out = new Stream();
      trip.otlp().json(Spans.TRACE, out);
      trip.otlp().protobuf(Spans.TRACE, out);
      assertThat(out.closed).isFalse();
      out.full = true;
      assertThatThrownBy(() -> trip.otlp().json(Spans.TRACE, out))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("disk full");
    }
  }

  @EachDatabase
  void anExporterThatFailsIsAFailure(TestDatabase database) throws Exception {
    try (RoundTrip trip = new RoundTrip(database)) {
      trip.store(List.of(Spans.builder(1).build()));
      assertThatThrownBy(() -> trip.otlp().send(Spans.TRACE, exporter(new ArrayList<>(), false)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("failed");
    }
  }

  private static SpanExporter exporter(List<Integer> sizes, boolean succeeds) {
    return new SpanExporter() {
      @Override
      public CompletableResultCode export(java.util.Collection<SpanData> spans) {
        sizes.add(spans.size());
        return succeeds ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure();
      }

      @Override
      public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
      }

      @Override
      public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
      }
    };
  }

  private static final class Stream extends OutputStream {
    private boolean closed;
    private boolean full;

    @Override
    public void write(int b) throws IOException {
      if (full) {
        throw new IOException("disk full");
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
