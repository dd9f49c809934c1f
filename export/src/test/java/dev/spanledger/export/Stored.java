// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TracePage;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a database has, to compare it with another's. */
final class Stored {
  private Stored() {}

  static List<String> traces(TraceReader reader) {
    List<String> ids = new ArrayList<>();
    TracePage page = reader.list(TraceQuery.all().limit(1_000));
    page.traces().forEach(row -> ids.add(row.traceId()));
    while (page.next() != null) {
      page = reader.list(TraceQuery.all().limit(1_000).after(page.next()));
      page.traces().forEach(row -> ids.add(row.traceId()));
    }
    return ids;
  }

  /** Every column of every span, and of every trace. */
  static void assertSame(TraceReader actual, TraceReader expected) {
    List<String> traces = traces(expected);
    assertThat(traces(actual)).containsExactlyInAnyOrderElementsOf(traces);
    for (String trace : traces) {
      TraceRow there = expected.row(trace).orElseThrow();
      TraceRow here = actual.row(trace).orElseThrow();
      for (Column<?> column : TraceColumns.all()) {
        assertThat(here.get(column))
            .as("%s of trace %s", column, trace)
            .isEqualTo(there.get(column));
      }
      Map<String, SpanRow> spans = spans(actual, trace);
      spans(expected, trace).forEach((id, row) -> assertSame(spans.get(id), row));
      assertThat(spans).hasSize(spans(expected, trace).size());
    }
  }

  private static void assertSame(SpanRow actual, SpanRow expected) {
    assertThat(actual).as("span %s", expected).isNotNull();
    for (Column<?> column : SpanColumns.all()) {
      assertThat(value(column, actual))
          .as("%s of %s %s", column, expected, expected.name())
          .isEqualTo(value(column, expected));
    }
    assertThat(actual.added()).isEqualTo(expected.added());
  }

  /** Of JSON, what it says: SQLite keeps the order of fields, which mean the same in any. */
  private static @Nullable Object value(Column<?> column, SpanRow row) {
    Object value = row.get(column);
    return value != null && column.isJson() ? Fixture.json((String) value) : value;
  }

  private static Map<String, SpanRow> spans(TraceReader reader, String trace) {
    Map<String, SpanRow> spans = new TreeMap<>();
    reader.spans(trace, span -> spans.put(span.spanId(), span));
    return spans;
  }
}
