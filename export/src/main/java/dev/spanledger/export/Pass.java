// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.schema.OpenSpan;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads traces of one database, for one sink. */
final class Pass {
  private final TraceReader reader;
  private final RowRedaction redaction;

  Pass(TraceReader reader, RowRedaction redaction) {
    this.reader = reader;
    this.redaction = redaction;
  }

  /** What lies between the beginning and the end of a file. */
  Exported write(Collection<String> traceIds, TraceSink sink) throws IOException {
    List<String> missing = new ArrayList<>();
    long traces = 0;
    long spans = 0;
    for (String id : traceIds) {
      Optional<TraceRow> row = reader.row(id);
      if (row.isEmpty()) {
        missing.add(id);
      } else {
        spans += write(row.get(), sink);
        traces++;
      }
    }
    return new Exported(traces, spans, List.copyOf(missing));
  }

  private long write(TraceRow row, TraceSink sink) throws IOException {
    String id = row.traceId();
    sink.trace(new ExportedTrace(row, reader.scores(id), redaction));
    long spans = ended(id, sink);
    for (OpenSpan span : reader.openSpans(id)) {
      sink.running(new StillRunning(span, redaction));
      spans++;
    }
    sink.endTrace();
    return spans;
  }

  private long ended(String id, TraceSink sink) throws IOException {
    try {
      return reader.spans(id, span -> write(span, sink));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void write(SpanRow span, TraceSink sink) {
    try {
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while spans were written");
      }
      sink.span(redaction.row(span));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
