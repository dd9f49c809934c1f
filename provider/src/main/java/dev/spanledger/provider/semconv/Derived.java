// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns that follow from other columns. */
final class Derived {
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain";

  private Derived() {}

  static void fill(SpanFacts span, SpanRow.Builder row) {
    String input = row.get(SpanColumns.INPUT);
    String output = row.get(SpanColumns.OUTPUT);
    row.set(SpanColumns.INPUT_PREVIEW, Preview.ofInput(input, span.memory()));
    row.set(SpanColumns.OUTPUT_PREVIEW, Preview.ofOutput(output, span.memory()));
    row.set(SpanColumns.INPUT_MIME, mime(input, row.get(SpanColumns.INPUT_MIME)));
    row.set(SpanColumns.OUTPUT_MIME, mime(output, row.get(SpanColumns.OUTPUT_MIME)));
    if (row.get(SpanColumns.CONVERSATION_ID) == null) {
      row.set(SpanColumns.CONVERSATION_ID, row.get(SpanColumns.SESSION_ID));
    }
    if (span.kind().equals(KindRules.RETRIEVAL) || span.kind().equals(KindRules.RERANKER)) {
      found(output, row);
    }
  }

  /** What the content is decides, where it is there. */
  private static @Nullable String mime(@Nullable String content, @Nullable String stated) {
    if (content == null) {
      return stated;
    }
    boolean json = content.startsWith("{") || content.startsWith("[");
    return json ? JSON : TEXT;
  }

  private static void found(@Nullable String documents, SpanRow.Builder row) {
    Object found = documents == null ? null : JsonTree.parse(documents);
    if (found instanceof List<?> list) {
      ifUnset(SpanColumns.RETRIEVAL_COUNT, (long) list.size(), row);
      ifUnset(SpanColumns.RETRIEVAL_TOP_SCORE, topScore(list), row);
    }
  }

  private static @Nullable Double topScore(List<?> documents) {
    Double top = null;
    for (Object document : documents) {
      Object score = document instanceof Map<?, ?> members ? members.get("score") : null;
      Double number = Normalise.number(score);
      if (number != null && (top == null || number > top)) {
        top = number;
      }
    }
    return top;
  }

  private static <T> void ifUnset(Column<T> column, @Nullable T value, SpanRow.Builder row) {
    if (row.get(column) == null) {
      row.set(column, value);
    }
  }
}
