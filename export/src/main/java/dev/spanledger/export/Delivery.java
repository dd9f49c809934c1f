// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Gives spans to a ledger, as many at a time as it takes without dropping one, and keeps the
 * account. Not thread-safe.
 */
final class Delivery {
  /** Relatives in one batch find each other. */
  private static final int MOST_SPANS = 1_000;

  /** Half of what the queue holds by default, at two bytes a character. */
  private static final long MOST_CHARS = 4L << 20;

  /** A database that is away so long is not coming back for an import. */
  private static final int MINUTES = 2;

  private final SpanExporter exporter;
  private final Consumer<ImportProgress> progress;
  private final boolean strict;
  private final List<SpanData> batch = new ArrayList<>();
  private final Set<String> traces = new HashSet<>();
  private final List<ImportReport.Problem> problems = new ArrayList<>();
  private long chars;
  private long lines;
  private long spans;
  private long bytes;
  private long line;
  private long badLines;
  private boolean bad;

  Delivery(SpanExporter exporter, Consumer<ImportProgress> progress, boolean strict) {
    this.exporter = exporter;
    this.progress = progress;
    this.strict = strict;
  }

  /** What follows is of this line. */
  void entry(long number) {
    line = number;
    lines++;
    bad = false;
  }

  void add(SpanData span) throws IOException {
    long weight = weight(span);
    if (batch.size() >= MOST_SPANS || chars + weight > MOST_CHARS) {
      deliver();
    }
    batch.add(span);
    chars += weight;
    traces.add(span.getTraceId());
  }

  /** Something of this line is left out. */
  void refused(String why) throws IOException {
    ImportReport.Problem problem = new ImportReport.Problem(line, why);
    if (strict) {
      deliver();
      throw new IOException(problem.toString());
    }
    badLines += bad ? 0 : 1;
    bad = true;
    if (problems.size() < ImportReport.MOST_PROBLEMS) {
      problems.add(problem);
    }
  }

  /** So much has been read by now. */
  void read(long total) {
    bytes = total;
  }

  ImportReport end() throws IOException {
    deliver();
    return new ImportReport(lines, spans, traces.size(), badLines, List.copyOf(problems));
  }

  private void deliver() throws IOException {
    if (!batch.isEmpty()) {
      CompletableResultCode result = exporter.export(List.copyOf(batch));
      if (!result.join(MINUTES, TimeUnit.MINUTES).isSuccess()) {
        throw new IOException(
            "the ledger did not take spans up to line %d: its log says why; reading the file again goes on"
                .formatted(line));
      }
      spans += batch.size();
      batch.clear();
      chars = 0;
    }
    progress.accept(new ImportProgress(lines, spans, bytes));
  }

  /** Roughly: what is long is texts. */
  private static long weight(SpanData span) {
    long[] chars = {256};
    span.getAttributes().forEach((key, value) -> chars[0] += 32 + length(value));
    span.getEvents()
        .forEach(
            event -> event.getAttributes().forEach((key, value) -> chars[0] += 32 + length(value)));
    return chars[0];
  }

  private static long length(Object value) {
    return value instanceof String text ? text.length() : 64;
  }
}
