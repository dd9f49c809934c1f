// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is true of all runs of a process that do not say otherwise. Immutable. */
record ProcessDefaults(@Nullable String sessionId, @Nullable String userId, List<String> tags) {
  /** Fills what neither the span nor an ancestor nor baggage has stated. */
  void complete(SpanData span, SpanRow.Builder row) {
    if (sessionId != null && row.get(SpanColumns.SESSION_ID) == null) {
      row.set(SpanColumns.SESSION_ID, sessionId);
    }
    if (userId != null && row.get(SpanColumns.USER_ID) == null) {
      row.set(SpanColumns.USER_ID, userId);
    }
    if (!tags.isEmpty() && isTop(span.getParentSpanContext())) {
      List<String> stated = row.get(SpanColumns.TAGS);
      TreeSet<String> all = new TreeSet<>(tags);
      all.addAll(stated == null ? List.of() : stated);
      row.set(SpanColumns.TAGS, List.copyOf(all));
    }
  }

  /** A trace has the tags of all its spans: the topmost is enough. */
  private static boolean isTop(SpanContext parent) {
    return !parent.isValid() || parent.isRemote();
  }
}
