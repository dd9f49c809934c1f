// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a step ended. */
final class Outcome {
  private static final List<Column<String>> TEXTS =
      List.of(SpanColumns.ERROR_TYPE, SpanColumns.ERROR_MESSAGE, SpanColumns.ERROR_STACK);

  private static final String CANCELLED = "CANCELLED";

  private Outcome() {}

  /** After the columns of the error: the status follows from them. */
  static void settle(SpanFacts span, Kept kept, SpanRow.Builder row) {
    String described = span.span().getStatus().getDescription();
    if (!described.isEmpty()) {
      row.set(SpanColumns.STATUS_MESSAGE, kept.text(described));
    }
    row.set(SpanColumns.STATUS, status(span, described, row.get(SpanColumns.ERROR_TYPE)));
    for (Column<String> column : TEXTS) {
      String text = row.get(column);
      row.set(column, text == null ? null : kept.text(text));
    }
  }

  private static String status(SpanFacts facts, String described, @Nullable String type) {
    SpanData span = facts.span();
    StatusCode code = span.getStatus().getStatusCode();
    if (VoltAgent.isCancelled(facts) || ClaudeCode.isCancelled(facts)) {
      return CANCELLED;
    }
    boolean failed = code == StatusCode.ERROR || facts.has(OpenTelemetry.ERROR_TYPE);
    boolean cancelled =
        described.trim().equalsIgnoreCase("cancelled")
            || (type != null && type.toLowerCase(Locale.ROOT).contains("cancel"));
    return failed ? (cancelled ? CANCELLED : "ERROR") : code.name();
  }
}
