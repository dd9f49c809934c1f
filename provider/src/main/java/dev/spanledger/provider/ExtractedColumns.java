// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.redaction.SpanRedaction;
import dev.spanledger.provider.semconv.Limits;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.util.List;
import java.util.Set;

/** Puts what extractors say into a row, redacted and cut. For one span. */
record ExtractedColumns(
    SpanRow.Builder row,
    Set<Column<?>> added,
    boolean content,
    SpanRedaction redaction,
    Limits limits)
    implements AttributeExtractor.Columns {
  private static final Set<Column<?>> OURS =
      Set.of(
          SpanColumns.TRACE_ID,
          SpanColumns.SPAN_ID,
          SpanColumns.PARENT_SPAN_ID,
          SpanColumns.FLAGS,
          SpanColumns.START_TIME,
          SpanColumns.END_TIME,
          SpanColumns.DURATION_MS,
          SpanColumns.START_UNIX_NANO,
          SpanColumns.END_UNIX_NANO,
          SpanColumns.TIME_REPAIRED,
          SpanColumns.ATTRIBUTES,
          SpanColumns.ORIGINAL_ATTRIBUTES,
          SpanColumns.EVENTS,
          SpanColumns.LINKS,
          SpanColumns.RESOURCE,
          SpanColumns.SOURCE);

  static final Set<Column<?>> CONTENT =
      Set.of(
          SpanColumns.INPUT,
          SpanColumns.OUTPUT,
          SpanColumns.INPUT_PREVIEW,
          SpanColumns.OUTPUT_PREVIEW,
          SpanColumns.SYSTEM_INSTRUCTIONS,
          SpanColumns.TOOL_DEFINITIONS,
          SpanColumns.TOOL_DESCRIPTION,
          SpanColumns.TOOL_SCHEMA,
          SpanColumns.AGENT_DESCRIPTION,
          SpanColumns.PROMPT_TEMPLATE,
          SpanColumns.PROMPT_VARIABLES,
          SpanColumns.RETRIEVAL_QUERY,
          SpanColumns.MEMORY_QUERY,
          SpanColumns.METADATA);

  @Override
  public <T> AttributeExtractor.Columns set(Column<T> column, T value) {
    if (refers(column) || OURS.contains(column)) {
      throw new IllegalArgumentException("an extractor cannot set " + column.name());
    }
    if (!added.contains(column) && !column.equals(SpanColumns.named(column.name()))) {
      throw new IllegalArgumentException(
          "%s is no column of agent_spans: give it to SpanledgerBuilder.column first"
              .formatted(column.name()));
    }
    if (content || !CONTENT.contains(column)) {
      row.fix(column, kept(column, value));
    }
    return this;
  }

  /** To shared content, which the writer alone knows. */
  private static boolean refers(Column<?> column) {
    boolean named = column.name().endsWith("_ref") || column.name().endsWith("_refs");
    return named && !column.equals(SpanColumns.PRICE_REF);
  }

  /** Of the value's own type: texts become texts, lists of texts lists of texts. */
  @SuppressWarnings("unchecked")
  private <T> T kept(Column<T> column, T value) {
    if (value instanceof String text) {
      return (T) kept(column.name(), text);
    }
    if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String) {
      return (T) list.stream().map(text -> kept(column.name(), String.valueOf(text))).toList();
    }
    return value;
  }

  private String kept(String where, String text) {
    return limits.value(redaction.text(where, text));
  }
}
