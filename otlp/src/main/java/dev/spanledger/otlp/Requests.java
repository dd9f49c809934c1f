// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Collects spans into requests that are neither many nor large. */
final class Requests {
  static final int EXPORT_SECONDS = 30;

  private static final long REQUEST_CHARS = 8L << 20;

  private final Request request;
  private final List<SpanData> spans = new ArrayList<>();
  private long chars;

  Requests(Request request) {
    this.request = request;
  }

  /** Takes one request. */
  interface Request {
    void take(List<SpanData> spans) throws IOException;
  }

  static void export(List<SpanData> spans, SpanExporter exporter) throws IOException {
    CompletableResultCode result = exporter.export(spans).join(EXPORT_SECONDS, TimeUnit.SECONDS);
    if (!result.isSuccess()) {
      String why = result.isDone() ? "failed" : "did not answer in " + EXPORT_SECONDS + " seconds";
      throw new IOException(exporter + " " + why, result.getFailureThrowable());
    }
  }

  void add(SpanData span, SpanRow row) {
    spans.add(span);
    chars += chars(row);
    if (spans.size() >= OtlpWriter.REQUEST_SPANS || chars >= REQUEST_CHARS) {
      end();
    }
  }

  /** Gives away what there is. */
  void end() {
    if (spans.isEmpty()) {
      return;
    }
    try {
      request.take(List.copyOf(spans));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    spans.clear();
    chars = 0;
  }

  /** Where a span's size is. */
  private static long chars(SpanRow row) {
    long chars = 0;
    for (var column :
        List.of(
            SpanColumns.INPUT,
            SpanColumns.OUTPUT,
            SpanColumns.SYSTEM_INSTRUCTIONS,
            SpanColumns.TOOL_DEFINITIONS,
            SpanColumns.ATTRIBUTES,
            SpanColumns.ORIGINAL_ATTRIBUTES,
            SpanColumns.EVENTS,
            SpanColumns.LINKS)) {
      String text = row.get(column);
      chars += text == null ? 0 : text.length();
    }
    return chars;
  }
}
