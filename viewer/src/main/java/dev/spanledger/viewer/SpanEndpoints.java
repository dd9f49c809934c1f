// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One span with all that it says, and long payloads piece by piece. */
final class SpanEndpoints {
  private final TraceReader reader;
  private final Related related;

  SpanEndpoints(TraceReader reader, Runs runs) {
    this.reader = reader;
    this.related = new Related(reader, runs);
  }

  void addTo(Map<String, Endpoint> endpoints) {
    endpoints.put("/api/traces/{id}/spans/{span}", this::span);
    endpoints.put("/api/traces/{id}/spans/{span}/text", this::text);
  }

  private Endpoint.Answer span(Question question) {
    question.allow();
    SpanRow span = row(question);
    Relations relations = related.of(span);
    return json -> SpanJson.cutting(json).write(span, relations);
  }

  private Endpoint.Answer text(Question question) {
    question.allow("field", "offset", "limit");
    Set<String> fields = new TreeSet<>(Payload.FIELDS.keySet());
    fields.add(Payload.STACK);
    question.required("field");
    String field = question.oneOf("field", "", fields);
    int offset = question.number("offset", 0, 0, Integer.MAX_VALUE);
    int limit = question.number("limit", SpanJson.LONGEST, 2, SpanJson.LONGEST);
    String text = Payload.of(row(question), field);
    if (text == null) {
      throw Refusal.notFound(field + " of this span");
    }
    if (offset > text.length()) {
      throw Question.bad("offset", "at most " + text.length());
    }
    String part = Texts.part(text, offset, limit);
    int end = offset + part.length();
    return json -> {
      json.begin().text("text", part).number("length", text.length());
      (end < text.length() ? json.number("next", end) : json.nothing("next")).end();
    };
  }

  private SpanRow row(Question question) {
    String traceId = question.traceId();
    String spanId = question.spanId();
    return reader
        .span(traceId, spanId)
        .or(
            () ->
                reader.openSpans(traceId).stream()
                    .filter(open -> open.spanId().equals(spanId))
                    .map(RunningRow::of)
                    .findFirst())
        .orElseThrow(() -> Refusal.notFound("span " + spanId + " in this trace"));
  }
}
