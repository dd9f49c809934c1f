// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** A span a line, under the names of its columns. */
final class JsonLines implements TraceSink {
  /** Numbers of rows that are in the same database only. */
  private static final List<Column<?>> REFERENCES =
      List.of(
          SpanColumns.INPUT_REFS,
          SpanColumns.OUTPUT_REFS,
          SpanColumns.INSTRUCTIONS_REF,
          SpanColumns.TOOLS_REF,
          SpanColumns.RESOURCE_REF,
          SpanColumns.SOURCE_REF,
          SpanColumns.ATTRIBUTE_REFS);

  private final JsonOut json;

  JsonLines(OutputStream out) throws IOException {
    json = new JsonOut(out);
  }

  @Override
  public void span(SpanRow span) throws IOException {
    json.object();
    for (Column<?> column : SpanColumns.all()) {
      if (!REFERENCES.contains(column)) {
        json.column(column, span.get(column));
      }
    }
    for (Map.Entry<Column<?>, Object> added : span.added().entrySet()) {
      json.column(added.getKey(), added.getValue());
    }
    json.endObject().endLine();
  }

  @Override
  public void running(StillRunning span) throws IOException {
    json.object();
    for (Column<?> column : SpanColumns.all()) {
      json.column(column, span.get(column));
    }
    json.field(SpanColumns.STATUS.name(), StillRunning.STATUS)
        .field("running_ms", span.milliseconds())
        .field("hanging_since", span.hangingSince())
        .endObject()
        .endLine();
  }

  @Override
  public void end() throws IOException {
    json.flush();
  }
}
