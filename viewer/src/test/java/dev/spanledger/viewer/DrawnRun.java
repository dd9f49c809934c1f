// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * A run in the form in which the page is given it, put together by hand: columns of the skeleton,
 * details, findings. Values are JSON. Spans are added in pre-order. For one thread.
 */
final class DrawnRun {
  static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final List<String> WORDS =
      List.of("kind", "status", "name", "model", "agent", "call");
  private static final Map<String, String> EMPTY =
      Map.ofEntries(
          Map.entry("kind", "\"INTERNAL\""),
          Map.entry("status", "\"OK\""),
          Map.entry("in", "-1"),
          Map.entry("out", "-1"),
          Map.entry("cacheRead", "-1"),
          Map.entry("reasoning", "-1"),
          Map.entry("cost", "null"),
          Map.entry("counted", "0"),
          Map.entry("flags", "0"));

  private final List<Map<String, String>> spans = new ArrayList<>();
  private final List<Map<String, String>> details = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private final Map<String, Integer> dict = new LinkedHashMap<>();
  private final Map<String, String> trace = new LinkedHashMap<>();
  private long base = 1_794_268_800_000L;

  /** Says when the run began, in milliseconds of the epoch. */
  DrawnRun startingAt(long millis) {
    base = millis;
    return this;
  }

  /** Adds a span, times in milliseconds since the run's start, and says its index. */
  int span(int parent, String kind, String name, double start, double duration) {
    Map<String, String> span = new LinkedHashMap<>(EMPTY);
    span.put("parent", String.valueOf(parent));
    span.put("kind", quoted(kind));
    span.put("name", quoted(name));
    span.put("start", String.valueOf(start));
    span.put("duration", String.valueOf(duration));
    spans.add(span);
    details.add(new LinkedHashMap<>());
    return spans.size() - 1;
  }

  /** Sets a column of the skeleton, or {@code error}. */
  DrawnRun set(int span, String column, String json) {
    spans.get(span).put(column, json);
    return this;
  }

  DrawnRun fail(int span, String message) {
    return set(span, "status", "\"ERROR\"").set(span, "error", quoted(message));
  }

  /** Sets a field of the span's detail. */
  DrawnRun say(int span, String field, String json) {
    details.get(span).put(field, json);
    return this;
  }

  DrawnRun finding(String type, String text, int... of) {
    findings.add(
        "{\"type\":%s,\"text\":%s,\"spans\":%s}"
            .formatted(quoted(type), quoted(text), List.of(boxed(of))));
    return this;
  }

  /** Sets a field of the run itself. */
  DrawnRun trace(String field, String json) {
    trace.put(field, json);
    return this;
  }

  int size() {
    return spans.size();
  }

  static String id(int span) {
    return "%016x".formatted(span + 1);
  }

  String skeleton() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("n", String.valueOf(spans.size()));
    columns.put("base", String.valueOf(base));
    columns.put("id", array(IntStream.range(0, size()).mapToObj(i -> quoted(id(i))).toList()));
    for (String name : List.of("parent", "start", "duration")) {
      columns.put(name, column(span -> span.get(name)));
    }
    for (String name : WORDS) {
      columns.put(name, column(span -> word(span.get(name))));
    }
    for (String name : List.of("in", "out", "cacheRead", "reasoning", "cost", "counted", "flags")) {
      columns.put(name, column(span -> span.get(name)));
    }
    Map<String, String> errors = new LinkedHashMap<>();
    for (int i = 0; i < size(); i++) {
      if (spans.get(i).containsKey("error")) {
        errors.put(String.valueOf(i), spans.get(i).get("error"));
      }
    }
    columns.put("error", object(errors));
    columns.put("dict", array(List.copyOf(dict.keySet())));
    columns.put("trace", object(row()));
    return object(columns);
  }

  String detail(int span) {
    Map<String, String> all = new LinkedHashMap<>();
    Map<String, String> of = spans.get(span);
    all.put("id", quoted(id(span)));
    all.put("traceId", quoted(ID));
    all.put("kind", of.get("kind"));
    all.put("name", of.get("name"));
    all.put("start", String.valueOf(base));
    all.put("columns", "{}");
    all.putAll(details.get(span));
    return object(all);
  }

  String why() {
    return "{\"findings\":" + array(findings) + "}";
  }

  /** Has a server answer what the page asks of it about this run. */
  void answerFrom(ScriptedServer server) {
    String path = "/api/traces/" + ID;
    server.answer(path + "/skeleton", query -> new Json(skeleton()));
    server.answer(path + "/why", query -> new Json(why()));
    for (int i = 0; i < size(); i++) {
      Json detail = new Json(detail(i));
      server.answer(path + "/spans/" + id(i), query -> detail);
    }
  }

  /** The run as one HTML file carries it. */
  String data() {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < size(); i++) {
      if (size() < 1000 || !details.get(i).isEmpty()) {
        all.put(id(i), detail(i));
      }
    }
    String json =
        "{\"version\":1,\"traces\":[{\"skeleton\":%s,\"spans\":%s,\"why\":%s}]}"
            .formatted(skeleton(), object(all), why());
    return "<script type=\"application/json\" id=\"data\">" + packed(json) + "</script>";
  }

  private Map<String, String> row() {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("id", quoted(ID));
    row.put("name", spans.isEmpty() ? "\"\"" : spans.get(0).get("name"));
    row.put("status", spans.isEmpty() ? "\"OK\"" : spans.get(0).get("status"));
    row.put("start", String.valueOf(base));
    row.put("durationMs", spans.isEmpty() ? "0" : spans.get(0).get("duration"));
    row.put("spans", String.valueOf(size()));
    row.putAll(trace);
    return row;
  }

  private String column(Function<Map<String, String>, String> value) {
    return array(spans.stream().map(value).toList());
  }

  private String word(String json) {
    return json == null ? "-1" : String.valueOf(dict.computeIfAbsent(json, absent -> dict.size()));
  }

  /** JSON that is written already. */
  record Json(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  private static Object[] boxed(int... numbers) {
    return IntStream.of(numbers).boxed().toArray();
  }

  static String array(List<String> values) {
    return "[" + String.join(",", values) + "]";
  }

  static String object(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> quoted(field.getKey()) + ":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** A JSON string. */
  static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c == '\u2028' || c == '\u2029') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  private static String packed(String json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
