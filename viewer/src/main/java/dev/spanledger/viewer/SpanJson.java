// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A span with all that it says. Payloads beyond a length are cut, and say so. */
final class SpanJson {
  /** Of JSON text: what is longer is read on piece by piece. */
  static final int LONGEST = 150_000;

  /** What has a place of its own in the answer, or means nothing outside the tables. */
  private static final Set<Column<?>> ELSEWHERE =
      Set.of(
          SpanColumns.TRACE_ID,
          SpanColumns.SPAN_ID,
          SpanColumns.PARENT_SPAN_ID,
          SpanColumns.NAME,
          SpanColumns.KIND,
          SpanColumns.STATUS,
          SpanColumns.START_TIME,
          SpanColumns.END_TIME,
          SpanColumns.DURATION_MS,
          SpanColumns.START_UNIX_NANO,
          SpanColumns.END_UNIX_NANO,
          SpanColumns.SELF_DURATION_MS,
          SpanColumns.TTFT_MS,
          SpanColumns.ERROR_TYPE,
          SpanColumns.ERROR_MESSAGE,
          SpanColumns.ERROR_STACK,
          SpanColumns.INPUT,
          SpanColumns.OUTPUT,
          SpanColumns.INPUT_PREVIEW,
          SpanColumns.OUTPUT_PREVIEW,
          SpanColumns.SYSTEM_INSTRUCTIONS,
          SpanColumns.TOOL_DEFINITIONS,
          SpanColumns.ATTRIBUTES,
          SpanColumns.ORIGINAL_ATTRIBUTES,
          SpanColumns.ATTRIBUTE_REFS,
          SpanColumns.EVENTS,
          SpanColumns.LINKS,
          SpanColumns.RESOURCE,
          SpanColumns.SOURCE,
          SpanColumns.INPUT_REFS,
          SpanColumns.OUTPUT_REFS,
          SpanColumns.INSTRUCTIONS_REF,
          SpanColumns.TOOLS_REF,
          SpanColumns.RESOURCE_REF,
          SpanColumns.SOURCE_REF);

  private final Json json;
  private final PayloadJson payloads;

  /** How payloads go into the answer. */
  interface PayloadJson {
    /** Writes a value, whose name is written already. */
    void write(Json json, String field, String text);

    /** Whether this one is left out. */
    boolean leavesOut(Column<?> column);

    /** What becomes of any other text. */
    default String told(String text) {
      return text;
    }

    /** Writes what there is to say of all of them. */
    default void end(Json json) {}
  }

  SpanJson(Json json, PayloadJson payloads) {
    this.json = json;
    this.payloads = payloads;
  }

  /** An answer of a server, where long payloads are cut. */
  static SpanJson cutting(Json json) {
    return new SpanJson(json, new Cutting());
  }

  void write(SpanRow span, Relations relations) {
    json.begin();
    identity(span);
    columns(span);
    Payload.FIELDS.forEach((field, column) -> payload(field, span, column));
    payload("attributes", span, SpanColumns.ATTRIBUTES);
    payload("events", span, SpanColumns.EVENTS);
    payload("links", span, SpanColumns.LINKS);
    payload("resource", span, SpanColumns.RESOURCE);
    error(span);
    relations.write(json);
    payloads.end(json);
    json.end();
  }

  private void identity(SpanRow span) {
    json.text("id", span.spanId())
        .text("traceId", span.traceId())
        .text("parentId", span.parentSpanId())
        .text("name", span.name())
        .text("kind", span.kind())
        .text("status", span.status())
        .time("start", span.startTime())
        .time("end", span.endTime())
        .real("durationMs", span.durationMs())
        .real("selfMs", span.get(SpanColumns.SELF_DURATION_MS))
        .real("ttftMs", span.get(SpanColumns.TTFT_MS));
  }

  private void columns(SpanRow span) {
    json.begin("columns");
    for (Column<?> column : SpanColumns.all()) {
      if (!ELSEWHERE.contains(column) && !payloads.leavesOut(column)) {
        column(column, span.get(column));
      }
    }
    new LinkedHashMap<>(span.added()).forEach(this::column);
    json.end();
  }

  private void column(Column<?> column, @Nullable Object value) {
    if (value == null) {
      return;
    }
    json.name(column.name());
    if (value instanceof Long number) {
      json.number(number);
    } else if (value instanceof BigDecimal money) {
      json.money(money);
    } else if (value instanceof Double || value instanceof Boolean) {
      json.json(value.toString());
    } else if (value instanceof List<?> list) {
      json.beginArray();
      list.forEach(each -> json.text(String.valueOf(each)));
      json.endArray();
    } else if (column.isJson()) {
      payloads.write(json, column.name(), value.toString());
    } else {
      json.text(payloads.told(value.toString()));
    }
  }

  private void payload(String field, SpanRow span, Column<String> column) {
    String text = span.get(column);
    if (text != null && !payloads.leavesOut(column)) {
      json.name(field);
      payloads.write(json, field, text);
    }
  }

  private void error(SpanRow span) {
    String type = span.get(SpanColumns.ERROR_TYPE);
    String message =
        Objects.requireNonNullElse(
            span.get(SpanColumns.ERROR_MESSAGE),
            Objects.requireNonNullElse(span.get(SpanColumns.STATUS_MESSAGE), ""));
    if (type == null && message.isEmpty() && !span.status().equals("ERROR")) {
      return;
    }
    json.begin("error").text("type", type);
    json.text("message", message.isEmpty() ? null : payloads.told(message));
    String stack = span.get(SpanColumns.ERROR_STACK);
    if (stack != null && !payloads.leavesOut(SpanColumns.ERROR_STACK)) {
      json.text("stack", payloads.told(stack));
    }
    json.end();
  }

  private static final class Cutting implements PayloadJson {
    private final Map<String, Integer> cut = new LinkedHashMap<>();

    @Override
    public void write(Json json, String field, String text) {
      if (text.length() <= LONGEST || !Payload.FIELDS.containsKey(field)) {
        json.json(text);
        return;
      }
      cut.put(field, text.length());
      json.text(Texts.cut(text, LONGEST));
    }

    @Override
    public boolean leavesOut(Column<?> column) {
      return false;
    }

    @Override
    public void end(Json json) {
      if (!cut.isEmpty()) {
        json.begin("cut");
        cut.forEach(
            (field, length) ->
                json.begin(field).number("length", length).number("next", LONGEST).end());
        json.end();
      }
    }
  }
}
