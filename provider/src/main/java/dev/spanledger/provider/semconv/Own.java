// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Spanledger's own attributes: for what OpenTelemetry has no name, and to overrule any convention.
 * They win.
 */
final class Own {
  static final String SPAN_KIND = "spanledger.span.kind";
  static final String INPUT = "spanledger.input";
  static final String OUTPUT = "spanledger.output";

  static final Convention CONVENTION =
      Convention.named("spanledger")
          .kind(Own::stated)
          .rank(Rank.OVERRULING)
          .fill(SpanColumns.SESSION_ID, "spanledger.session.id")
          .fill(SpanColumns.USER_ID, "spanledger.user.id")
          .fill(SpanColumns.TENANT_ID, "spanledger.tenant.id")
          .fill(SpanColumns.RUN_ID, "spanledger.run.id")
          .fill(SpanColumns.RETRY_COUNT, "spanledger.retry.count")
          .fill(SpanColumns.PROJECT, "spanledger.project")
          .fill(SpanColumns.BUILD, "spanledger.build")
          .fill(SpanColumns.TAGS, "spanledger.tags")
          .fill(SpanColumns.INPUT, INPUT)
          .fill(SpanColumns.OUTPUT, OUTPUT)
          .content(INPUT, OUTPUT);

  private Own() {}

  private static @Nullable String stated(SpanView span) {
    String stated = span.text(SPAN_KIND);
    String kind = stated == null ? null : stated.toUpperCase(Locale.ROOT);
    return kind != null && KindRules.KINDS.contains(kind) ? kind : null;
  }
}
