// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * A span of the example week: a row of DATA.md, its trace's row, the agent it belongs to, and what
 * else the page says of it, by column.
 */
record Step(
    Map<String, String> span, Map<String, String> trace, String agent, Map<String, String> more) {

  String traceId() {
    return ExampleWeek.traceId(span.get("trace"));
  }

  String spanId() {
    return ExampleWeek.spanId(span.get("trace"), span.get("span"));
  }

  String parentSpanId() {
    return isRoot() ? null : ExampleWeek.spanId(span.get("trace"), span.get("parent"));
  }

  String service() {
    return agent.equals("fact-checker") && !kind().equals("AGENT") ? "facts" : "shop";
  }

  /** Why the cost is what it is; null where there is none and nothing to say of it. */
  String costStatus() {
    return more.getOrDefault("cost_status", has("cost") ? "COMPUTED" : null);
  }

  /** The time between its end and when its row was written, in seconds. */
  long lateSeconds() {
    return 1 + Long.parseLong(more.getOrDefault("late_s", "0"));
  }

  long dropped(String column) {
    return Long.parseLong(more.getOrDefault(column, "0"));
  }

  boolean isRoot() {
    return span.get("parent").isEmpty();
  }

  String name() {
    return span.get("name");
  }

  String kind() {
    return switch (operation()) {
      case "invoke_agent" -> "AGENT";
      case "chat" -> "LLM";
      case "execute_tool" -> "TOOL";
      default -> throw new IllegalArgumentException(name());
    };
  }

  /** The model, the tool or the agent that the name names. */
  String subject() {
    return name().substring(name().indexOf(' ') + 1);
  }

  String operation() {
    return name().substring(0, name().indexOf(' '));
  }

  /** The UTC day of the trace, {@code 2026-11-20}. */
  String day() {
    return trace.get("day");
  }

  Instant start() {
    return Instant.parse(day() + "T" + span.get("start") + "Z");
  }

  Instant end() {
    return start().plusMillis((long) ms());
  }

  double ms() {
    return number("ms");
  }

  /** Without the time of tools that ran inside. */
  double ownMs() {
    return has("self") ? number("self") : ms();
  }

  String status() {
    return span.get("status");
  }

  boolean failed() {
    return status().equals("ERROR");
  }

  boolean counted() {
    return span.get("counted").equals("yes");
  }

  String session() {
    return text(trace.get("session"));
  }

  String user() {
    return text(trace.get("user"));
  }

  /** The cell's text, or null where it is empty. */
  String text(String cell) {
    return cell.isEmpty() ? null : cell;
  }

  boolean has(String column) {
    return !span.get(column).isEmpty();
  }

  /** The cell's number, or null where it is empty. */
  Long integer(String column) {
    return has(column) ? Long.valueOf(span.get(column)) : null;
  }

  Double number(String column) {
    return has(column) ? Double.valueOf(span.get(column)) : null;
  }

  BigDecimal cost() {
    return has("cost") ? new BigDecimal(span.get("cost")) : null;
  }

  /** Input and output tokens together, or null where the span reports none. */
  Long totalTokens() {
    return has("in") ? Long.valueOf(integer("in") + integer("out")) : null;
  }
}
