// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.util.Arrays;

/** Runs that are written to a database and read back. */
final class Stored {
  private static int traces;

  private Stored() {}

  /** A run of its own, of spans that say nothing of their trace. */
  static synchronized Run run(TestDatabase database, SpanRow.Builder... rows) throws SQLException {
    String id = SpanRows.traceId(++traces);
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    schema
        .writer()
        .write(Arrays.stream(rows).map(row -> row.fix(SpanColumns.TRACE_ID, id).build()).toList());
    return Run.read(schema.reader(), id).orElseThrow();
  }

  static TraceReader reader(TestDatabase database) {
    return TraceSchema.builder(database.dataSource()).open().reader();
  }

  /**
   * A span.
   *
   * @param parent 0 for none
   */
  static SpanRow.Builder row(
      long span, long parent, String kind, String name, long fromMs, long toMs) {
    long start = SpanRows.NOW.getEpochSecond() * 1_000_000_000L;
    return SpanRow.builder()
        .set(SpanColumns.SPAN_ID, SpanRows.spanId(span))
        .set(SpanColumns.PARENT_SPAN_ID, parent == 0 ? null : SpanRows.spanId(parent))
        .set(SpanColumns.NAME, name)
        .set(SpanColumns.KIND, kind)
        .set(SpanColumns.STATUS, "UNSET")
        .times(start + fromMs * 1_000_000, start + toMs * 1_000_000, SpanRows.NOW);
  }
}
