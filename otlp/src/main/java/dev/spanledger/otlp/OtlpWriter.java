// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import dev.spanledger.provider.semconv.StoredSpans;
import dev.spanledger.schema.TraceReader;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Gives stored traces back as OTLP, the OpenTelemetry Protocol, as the application said them: see
 * {@link StoredSpans} for what that means.
 *
 * <pre>{@code
 * OtlpWriter otlp = OtlpWriter.of(ledger.reader());
 * otlp.json(traceId, out);                  // one ExportTraceServiceRequest a line
 * otlp.protobuf(traceId, out);              // one ExportTraceServiceRequest
 * otlp.send(traceId, exporter);             // to a collector, or any other OpenTelemetry backend
 * }</pre>
 *
 * <p>A trace is read and written in requests of up to {@value #REQUEST_SPANS} spans, or of 8 MiB of
 * content, whatever comes first; it may be of any length. Every method returns the number of spans,
 * which is zero for a trace that is not stored, and throws what the reader throws. Streams are
 * flushed, and stay open. Thread-safe, as long as no two calls share a stream.
 */
public final class OtlpWriter {
  static final int REQUEST_SPANS = 256;

  private final TraceReader reader;

  private OtlpWriter(TraceReader reader) {
    this.reader = reader;
  }

  /** Writes what this reader finds. */
  public static OtlpWriter of(TraceReader reader) {
    return new OtlpWriter(Objects.requireNonNull(reader, "reader is null"));
  }

  /**
   * Writes OTLP/JSON in UTF-8: one {@code ExportTraceServiceRequest} a line, which is also how the
   * collector's file exporter writes and its file receiver reads.
   *
   * @param traceId 32 lower-case hex digits
   * @throws IOException where the stream does not take it
   */
  public long json(String traceId, OutputStream out) throws IOException {
    return write(traceId, request -> Encoding.json(request, out), out);
  }

  /**
   * Writes OTLP in protobuf. What is written is one {@code ExportTraceServiceRequest}, and likewise
   * one {@code TracesData}: protobuf joins messages that follow one another.
   *
   * @param traceId 32 lower-case hex digits
   * @throws IOException where the stream does not take it
   */
  public long protobuf(String traceId, OutputStream out) throws IOException {
    return write(traceId, request -> Encoding.protobuf(request, out), out);
  }

  /**
   * Exports the trace's spans, one request after the other, and waits for each.
   *
   * @param traceId 32 lower-case hex digits
   * @param exporter stays open
   * @throws IOException where the exporter fails, or does not answer within {@value
   *     Requests#EXPORT_SECONDS} seconds; earlier requests have been sent by then
   */
  public long send(String traceId, SpanExporter exporter) throws IOException {
    return write(
        traceId, request -> Requests.export(request, exporter), OutputStream.nullOutputStream());
  }

  private long write(String traceId, Requests.Request request, OutputStream out)
      throws IOException {
    Requests requests = new Requests(request);
    try {
      long spans = reader.spans(traceId, row -> requests.add(StoredSpans.of(row), row));
      requests.end();
      out.flush();
      return spans;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
