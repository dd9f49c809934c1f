// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Instant;
import java.util.List;

/** The columns of {@code agent_open_spans}. */
final class OpenSpanColumns {
  private static final Column.Table TABLE = new Column.Table();

  /** What is known of the span itself, under the names that it has in {@code agent_spans}. */
  static final List<Column<?>> OF_SPAN =
      List.of(
          SpanColumns.TRACE_ID,
          SpanColumns.SPAN_ID,
          SpanColumns.PARENT_SPAN_ID,
          SpanColumns.NAME,
          SpanColumns.KIND,
          SpanColumns.OTEL_KIND,
          SpanColumns.FLAGS,
          SpanColumns.START_TIME,
          SpanColumns.START_UNIX_NANO,
          SpanColumns.SESSION_ID,
          SpanColumns.USER_ID,
          SpanColumns.TENANT_ID,
          SpanColumns.RUN_ID,
          SpanColumns.AGENT_NAME,
          SpanColumns.WORKFLOW_NAME,
          SpanColumns.SERVICE_NAME,
          SpanColumns.ENVIRONMENT,
          SpanColumns.MODEL,
          SpanColumns.TOOL_NAME);

  static final Column<String> PROCESS_ID = TABLE.id("process_id");
  static final Column<Instant> HEARTBEAT_AT = TABLE.instant("heartbeat_at");
  static final Column<Instant> HANGING_SINCE = TABLE.instant("hanging_since");

  /** No column, but when the database was asked. */
  static final Column<Instant> ASKED_AT = TABLE.instant("asked_at");

  private OpenSpanColumns() {}
}
