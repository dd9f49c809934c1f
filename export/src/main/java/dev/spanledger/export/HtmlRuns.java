// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.provider.redaction.Redactor;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.viewer.HtmlFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The viewer's file, for {@link RunExport}. */
final class HtmlRuns {
  /** What a redactor hears instead of a name: the page's texts have none. */
  private static final String WHERE = "html";

  private final TraceReader reader;
  private final RowRedaction redaction;

  HtmlRuns(TraceReader reader, RowRedaction redaction) {
    this.reader = reader;
    this.redaction = redaction;
  }

  Exported write(Collection<String> traceIds, OutputStream out) throws IOException {
    List<String> there = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    long spans = 0;
    for (String id : traceIds) {
      Optional<TraceRow> row = reader.row(id);
      (row.isPresent() ? there : missing).add(id);
      spans += row.map(TraceRow::spanCount).orElse(0L) + running(id);
    }
    file().write(there, out);
    out.flush();
    return new Exported(there.size(), spans, List.copyOf(missing));
  }

  private long running(String id) {
    return reader.openSpans(id).size();
  }

  private HtmlFile file() {
    HtmlFile file = HtmlFile.of(reader).payloads(redaction.payloads());
    Redactor redactor = redaction.redactor();
    return redactor == null ? file : file.redactor(text -> redactor.redact(WHERE, text));
  }
}
