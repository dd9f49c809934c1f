// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Answers of the read API as a server gives them, for tests to change. */
final class Samples {
  static final long NOON = 1_790_000_000_000L;

  private Samples() {}

  /** The nth trace of an hour, a minute apart, newest first; every fourth failed. */
  static Map<String, Object> trace(int n) {
    boolean failed = n % 4 == 3;
    return SampleJson.object(
        "id",
        String.format("%032x", 0xabc0000 + n),
        "name",
        "invoke_agent desk " + n,
        "status",
        failed ? "ERROR" : "OK",
        "start",
        NOON - n * 60_000L,
        "durationMs",
        1000 + n,
        "session",
        "s-1",
        "user",
        "ada",
        "agent",
        "desk",
        "service",
        "shop",
        "environment",
        "prod",
        "tags",
        List.of("beta"),
        "models",
        List.of("model-a"),
        "spans",
        3,
        "errors",
        failed ? 1 : 0,
        "llmCalls",
        1,
        "toolCalls",
        1,
        "inputTokens",
        100 + n,
        "outputTokens",
        10,
        "totalTokens",
        110 + n,
        "costUsd",
        0.25,
        "unpricedCalls",
        0,
        "firstError",
        failed ? "HTTP 429" : null,
        "input",
        "Where is order " + n + "?",
        "output",
        "It is on its way.",
        "running",
        false);
  }

  static List<Map<String, Object>> traces(int from, int until) {
    return IntStream.range(from, until).mapToObj(Samples::trace).toList();
  }

  static Map<String, Object> facets(int total) {
    return SampleJson.object(
        "total",
        total,
        "status",
        List.of(List.of("OK", 3), List.of("ERROR", 1)),
        "agent",
        List.of(List.of("desk", 4)),
        "model",
        List.of(List.of("model-a", 4)),
        "service",
        List.of(List.of("shop", 4)),
        "environment",
        List.of(List.of("prod", 4)),
        "tag",
        List.of(List.of("beta", 4)),
        "histogram",
        SampleJson.object(
            "from",
            NOON - 600_000,
            "step",
            60_000,
            "total",
            List.of(1, 2, 3, 4, 5, 4, 3, 2, 1, 1),
            "errors",
            List.of(0, 0, 1, 0, 0, 0, 0, 0, 0, 0)));
  }

  /** A run of an agent span and, below it, a model call and a tool call for each name. */
  static Map<String, Object> skeleton(Map<String, Object> trace, String... tools) {
    int n = 1 + 2 * tools.length;
    List<Object> dict =
        new ArrayList<>(List.of("AGENT", "LLM", "TOOL", "OK", "agent", "chat", "model-a"));
    List<Object> ids = new ArrayList<>(), parents = new ArrayList<>(), starts = new ArrayList<>();
    List<Object> kinds = new ArrayList<>(), names = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      ids.add(spanId(trace, i));
      parents.add(i == 0 ? -1 : 0);
      starts.add(i * 10);
      kinds.add(i == 0 ? 0 : 2 - i % 2);
      if (i == 0 || i % 2 == 1) {
        names.add(i == 0 ? 4 : 5);
      } else {
        names.add(dict.size());
        dict.add("execute_tool " + tools[i / 2 - 1]);
      }
    }
    return SampleJson.object(
        "trace",
        trace,
        "n",
        n,
        "base",
        trace.get("start"),
        "dict",
        dict,
        "id",
        ids,
        "parent",
        parents,
        "start",
        starts,
        "duration",
        same(n, 8),
        "kind",
        kinds,
        "status",
        same(n, 3),
        "name",
        names,
        "model",
        same(n, 6),
        "agent",
        same(n, -1),
        "call",
        same(n, -1),
        "in",
        same(n, 100),
        "out",
        same(n, 10),
        "cacheRead",
        same(n, -1),
        "reasoning",
        same(n, -1),
        "cost",
        same(n, 0.01),
        "counted",
        same(n, 1),
        "flags",
        same(n, 0),
        "error",
        Map.of(),
        "scores",
        List.of());
  }

  static String spanId(Map<String, Object> trace, int i) {
    return String.format("%s%08x", ((String) trace.get("id")).substring(24), i);
  }

  static Map<String, Object> span(Map<String, Object> trace, int i, String input, String output) {
    return SampleJson.object(
        "id",
        spanId(trace, i),
        "traceId",
        trace.get("id"),
        "parentId",
        null,
        "name",
        "chat",
        "kind",
        "LLM",
        "status",
        "OK",
        "start",
        trace.get("start"),
        "end",
        trace.get("start"),
        "durationMs",
        8,
        "columns",
        Map.of(),
        "input",
        message("user", input),
        "output",
        message("assistant", output),
        "attributes",
        Map.of(),
        "events",
        List.of(),
        "links",
        List.of(),
        "resource",
        Map.of(),
        "error",
        null);
  }

  static Map<String, Object> session(String id, List<Map<String, Object>> oldestFirst) {
    return SampleJson.object(
        "session",
        id,
        "user",
        "ada",
        "start",
        oldestFirst.get(0).get("start"),
        "end",
        NOON,
        "traces",
        oldestFirst.size(),
        "errors",
        0,
        "totalTokens",
        220,
        "costUsd",
        0.5,
        "busyMs",
        2003.0);
  }

  static Map<String, Object> stats(String by) {
    return SampleJson.object(
        "by",
        by,
        "from",
        NOON - 3_600_000,
        "until",
        NOON,
        "rows",
        List.of(
            statsRow("priced", 40, 0.5, 0),
            statsRow("partly", 30, 0.25, 3),
            statsRow("unpriced", 20, null, 20)),
        "series",
        SampleJson.object(
            "from",
            NOON - 3_600_000,
            "step",
            600_000,
            "calls",
            List.of(5, 9, 12, 30, 20, 14),
            "errors",
            List.of(0, 1, 0, 2, 0, 0),
            "tokens",
            List.of(1, 2, 3, 4, 5, 6),
            "costUsd",
            java.util.Arrays.asList(0.1, 0.2, null, 0.1, 0.2, 0.15)));
  }

  private static Map<String, Object> statsRow(
      String name, int calls, Double costUsd, int unpricedCalls) {
    return SampleJson.object(
        "name",
        name,
        "calls",
        calls,
        "errors",
        1,
        "p50Ms",
        10 * calls,
        "p95Ms",
        100 * calls,
        "inputTokens",
        1000 * calls,
        "outputTokens",
        null,
        "costUsd",
        costUsd,
        "unpricedCalls",
        unpricedCalls);
  }

  /** A span as the live feed tells of it. */
  static Map<String, Object> liveSpan(int n, boolean running) {
    return SampleJson.object(
        "traceId",
        String.format("%032x", 1),
        "id",
        String.format("%016x", n),
        "parentId",
        null,
        "name",
        "step " + n,
        "kind",
        "LLM",
        "status",
        running ? "RUNNING" : "OK",
        "start",
        System.currentTimeMillis() - 100,
        "durationMs",
        running ? null : 50,
        "model",
        "model-a",
        "agent",
        "desk",
        "in",
        5,
        "out",
        2,
        "cost",
        0.01,
        "counted",
        true,
        "running",
        running,
        "hanging",
        false);
  }

  private static List<Object> message(String role, String text) {
    return List.of(
        SampleJson.object(
            "role", role, "parts", List.of(SampleJson.object("type", "text", "content", text))));
  }

  private static List<Object> same(int n, Object value) {
    return java.util.Collections.nCopies(n, value);
  }
}
