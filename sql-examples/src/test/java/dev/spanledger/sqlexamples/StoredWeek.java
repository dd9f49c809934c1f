// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static dev.spanledger.schema.SpanColumns.AGENT_NAME;
import static dev.spanledger.schema.SpanColumns.CACHE_READ_TOKENS;
import static dev.spanledger.schema.SpanColumns.COST_STATUS;
import static dev.spanledger.schema.SpanColumns.COST_USD;
import static dev.spanledger.schema.SpanColumns.DROPPED_ATTRIBUTES;
import static dev.spanledger.schema.SpanColumns.DROPPED_EVENTS;
import static dev.spanledger.schema.SpanColumns.ENVIRONMENT;
import static dev.spanledger.schema.SpanColumns.ERROR_TYPE;
import static dev.spanledger.schema.SpanColumns.INPUT;
import static dev.spanledger.schema.SpanColumns.INPUT_TOKENS;
import static dev.spanledger.schema.SpanColumns.KIND;
import static dev.spanledger.schema.SpanColumns.MODEL;
import static dev.spanledger.schema.SpanColumns.NAME;
import static dev.spanledger.schema.SpanColumns.OPERATION_NAME;
import static dev.spanledger.schema.SpanColumns.OUTPUT_TOKENS;
import static dev.spanledger.schema.SpanColumns.PARENT_SPAN_ID;
import static dev.spanledger.schema.SpanColumns.PRICE_REF;
import static dev.spanledger.schema.SpanColumns.RETRY_COUNT;
import static dev.spanledger.schema.SpanColumns.SELF_DURATION_MS;
import static dev.spanledger.schema.SpanColumns.SERVICE_NAME;
import static dev.spanledger.schema.SpanColumns.SESSION_ID;
import static dev.spanledger.schema.SpanColumns.SPAN_ID;
import static dev.spanledger.schema.SpanColumns.STATUS;
import static dev.spanledger.schema.SpanColumns.TIME_REPAIRED;
import static dev.spanledger.schema.SpanColumns.TOOL_NAME;
import static dev.spanledger.schema.SpanColumns.TOTAL_TOKENS;
import static dev.spanledger.schema.SpanColumns.TRACE_ID;
import static dev.spanledger.schema.SpanColumns.TTFT_MS;
import static dev.spanledger.schema.SpanColumns.USAGE_COUNTED;
import static dev.spanledger.schema.SpanColumns.USAGE_SCOPE;
import static dev.spanledger.schema.SpanColumns.USER_ID;

import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceSchema;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Writes the example week as an application would: by the real writer, into tables it creates. */
final class StoredWeek {
  private StoredWeek() {}

  static void write(DataSource dataSource, LocalDate today) throws SQLException {
    List<SpanRow> rows = ExampleWeek.stepsWithToday(today).stream().map(StoredWeek::row).toList();
    SpanWriter writer = TraceSchema.builder(dataSource).open().writer();
    writer.write(rows);
    new Aftermath(dataSource, today).happen(writer);
  }

  private static SpanRow row(Step step) {
    SpanRow.Builder row =
        SpanRow.builder()
            .set(TRACE_ID, step.traceId())
            .set(SPAN_ID, step.spanId())
            .set(PARENT_SPAN_ID, step.parentSpanId())
            .set(NAME, step.name())
            .set(KIND, step.kind())
            .set(OPERATION_NAME, step.operation())
            .times(nanos(step.start()), nanos(step.end()), step.end());
    outcome(step, row);
    usage(step, row);
    quality(step, row);
    return row.build();
  }

  private static void outcome(Step step, SpanRow.Builder row) {
    row.set(STATUS, step.status())
        .set(ERROR_TYPE, step.text(step.span().get("error")))
        .set(RETRY_COUNT, step.integer("retries"))
        .set(SELF_DURATION_MS, step.number("self"))
        .set(SESSION_ID, step.session())
        .set(USER_ID, step.user())
        .set(AGENT_NAME, step.agent())
        .set(MODEL, step.kind().equals("LLM") ? step.subject() : null)
        .set(TOOL_NAME, step.kind().equals("TOOL") ? step.subject() : null)
        .set(INPUT, step.more().getOrDefault("input", step.text(step.span().get("arguments"))));
  }

  private static void usage(Step step, SpanRow.Builder row) {
    row.set(INPUT_TOKENS, step.integer("in"))
        .set(OUTPUT_TOKENS, step.integer("out"))
        .set(TOTAL_TOKENS, step.totalTokens())
        .set(CACHE_READ_TOKENS, step.integer("cached"))
        .set(COST_USD, step.cost())
        .set(USAGE_COUNTED, step.counted())
        .set(TTFT_MS, step.number("ttft"));
  }

  private static void quality(Step step, SpanRow.Builder row) {
    row.set(SERVICE_NAME, step.service())
        .set(ENVIRONMENT, "production")
        .set(COST_STATUS, step.costStatus())
        .set(PRICE_REF, step.more().get("price_ref"))
        .set(USAGE_SCOPE, step.more().get("usage_scope"))
        .set(DROPPED_ATTRIBUTES, step.dropped("dropped_attributes"))
        .set(DROPPED_EVENTS, step.dropped("dropped_events"))
        .set(TIME_REPAIRED, step.more().containsKey("time_repaired"));
  }

  private static long nanos(Instant instant) {
    return TimeUnit.MILLISECONDS.toNanos(instant.toEpochMilli());
  }
}
