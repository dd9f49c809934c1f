// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.rows;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanFlags;
import dev.spanledger.schema.SpanRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Traces of frameworks that report usage more than once, written as trees. A line is a span: two
 * blanks of indentation a level, its kind, and then words:
 *
 * <ul>
 *   <li>{@code 100+10}: input and output tokens; {@code $0.5}: a reported cost
 *   <li>{@code sum}, {@code record}: its usage scope; {@code remote}: its parent is in another
 *       process
 *   <li>{@code name=search}, {@code id=c1}: the tool and its call; {@code mcp}: by MCP
 *   <li>{@code interaction}, {@code loop}: of Embabel
 *   <li>{@code counts}: its usage shall count
 * </ul>
 *
 * @param what which framework, and what about it
 * @param totals tokens in, tokens out, cost or -, model calls, tool calls
 * @param tree the spans
 */
public record DoubleCounting(String what, String totals, String tree) {
  /** Each source that counts twice, once. */
  public static final List<DoubleCounting> ALL =
      List.of(
          of(
              "Vercel: agent and steps over chats",
              "300+30 - 2 1",
              """
              AGENT 300+30 sum
                CHAIN 100+10 sum
                  LLM 100+10 counts
                  TOOL name=weather
                CHAIN 200+20 sum
                  LLM 200+20 counts
              """),
          of(
              "Vercel before: ai.generateText over doGenerate, and its tools",
              "300+30 - 2 1",
              """
              AGENT 300+30 sum
                LLM 100+10 counts
                TOOL name=weather id=c1
                LLM 200+20 counts
              """),
          of(
              "Pydantic: an agent's aggregated usage, and a run without its calls",
              "350+35 0.5 2 1",
              """
              CHAIN
                AGENT 300+30 sum
                  LLM 100+10 $0.2 counts
                  CHAIN
                    TOOL name=roll
                  LLM 200+20 $0.3 counts
                AGENT 50+5 sum counts
              """),
          of(
              "Koog: invoke_agent with usage over nodes and calls",
              "110+11 - 2 0",
              """
              AGENT 110+11 sum
                WORKFLOW
                  CHAIN
                    LLM 100+10 counts
                  CHAIN
                    LLM 10+1 counts
              """),
          of(
              "Koog: invoke_agent with usage, its calls not instrumented",
              "110+11 - 0 0",
              """
              AGENT 110+11 sum counts
                WORKFLOW
                  CHAIN
              """),
          of(
              "ADK: tools inside the model call, one of them an agent",
              "1110+111 - 3 2",
              """
              WORKFLOW
                AGENT
                  LLM 100+10 counts
                    TOOL name=search id=c1
                    TOOL name=researcher id=c2
                      AGENT
                        LLM 1000+100 counts
                    CHAIN name=(merged_tools)
                  LLM 10+1 counts
              """),
          of(
              "Embabel: a record beside Spring AI's chat, with the cost",
              "110+11 0.75 2 1",
              """
              AGENT
                CHAIN
                  CHAIN interaction
                    CHAIN loop
                      LLM 100+10 counts
                      OTHER 100+10 $0.7 record
                      TOOL name=search id=c1
                      LLM 10+1 counts
                      OTHER 10+1 $0.05 record
              """),
          of(
              "Embabel: a record of a call that nobody else describes",
              "100+10 0.7 1 0",
              """
              AGENT
                CHAIN interaction
                  OTHER 100+10 $0.7 record counts
                CHAIN interaction
                  LLM
              """),
          of(
              "LiteLLM: the proxy's call and its provider echo below the client's",
              "100+10 0.25 1 0",
              """
              AGENT
                LLM 100+10
                  HTTP
                    HTTP remote
                      LLM 100+10 $0.25 counts
                        OTHER 100+10
              """),
          of(
              "a gateway's span without a price below a client's that has one",
              "100+10 0.25 1 0",
              """
              AGENT
                LLM 100+10 $0.25
                  LLM 100+10 remote counts
              """),
          of(
              "Spring AI: chat client over chat over an instrumented SDK",
              "100+10 - 1 1",
              """
              AGENT
                CHAIN
                  LLM 100+10
                    LLM 100+10 counts
                  TOOL name=add id=c1
                    TOOL name=add id=c1
              """),
          of(
              "a wrapper that alone knows the cost, of two calls: taken once",
              "200+20 0.4 2 0",
              """
              AGENT
                LLM 200+20 $0.4
                  LLM 100+10 counts
                  LLM 100+10 counts
              """),
          of(
              "wrappers without usage are the same call as what they wrap",
              "100+10 - 2 0",
              """
              AGENT
                LLM
                  LLM 100+10 counts
                  LLM
                LLM
                  LLM
              """),
          of(
              "MCP: a tool call in three spans and two processes, then another",
              "0+0 - 0 3",
              """
              AGENT
                TOOL name=search id=c1
                  TOOL name=search mcp
                    HTTP
                      HTTP remote
                        TOOL name=search mcp
                TOOL name=search id=c2
                  TOOL name=search id=c3
              """),
          of(
              "retrieval: the embedding below a call that generated text is another call",
              "120+10 - 1 0",
              """
              AGENT
                LLM 100+10 counts
                  RETRIEVAL
                    EMBEDDING 20+0 counts
              """),
          of(
              "a gateway that embeds: the embedding is the call",
              "20+0 - 0 0",
              """
              AGENT
                LLM 20+0
                  EMBEDDING 20+0 counts
              """));

  private static DoubleCounting of(String what, String totals, String tree) {
    return new DoubleCounting(what, totals, tree);
  }

  /** The spans in the order of their lines, each in the time of its parent. */
  public List<SpanRow> rows(long trace) {
    List<SpanRow> rows = new ArrayList<>();
    Map<Integer, Integer> open = new LinkedHashMap<>();
    List<String> lines = tree.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      int level = level(lines.get(i));
      open.put(level, i + 1);
      Integer parent = open.get(level - 1);
      rows.add(row(trace, i + 1, parent, lines));
    }
    return rows;
  }

  /** The ids of the spans whose usage shall count. */
  public List<String> countedSpans() {
    List<String> counted = new ArrayList<>();
    List<String> lines = tree.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (words(lines.get(i)).contains("counts")) {
        counted.add(SpanRows.spanId(i + 1));
      }
    }
    return counted;
  }

  /** The process that each span is in, by number of line: a remote span begins a new one. */
  public List<Integer> processes() {
    List<Integer> processes = new ArrayList<>();
    Map<Integer, Integer> open = new LinkedHashMap<>();
    int last = 0;
    for (String line : tree.lines().toList()) {
      int level = level(line);
      int process = words(line).contains("remote") ? ++last : open.getOrDefault(level - 1, 0);
      open.put(level, process);
      processes.add(process);
    }
    return processes;
  }

  private static SpanRow row(long trace, int number, @Nullable Integer parent, List<String> lines) {
    String line = lines.get(number - 1);
    List<String> words = words(line);
    int last = number;
    while (last < lines.size() && level(lines.get(last)) > level(line)) {
      last++;
    }
    SpanRow.Builder row =
        SpanRows.span(trace, number)
            .set(SpanColumns.KIND, words.get(0))
            .set(SpanColumns.PARENT_SPAN_ID, parent == null ? null : SpanRows.spanId(parent));
    long start = Objects.requireNonNull(row.get(SpanColumns.START_UNIX_NANO));
    row.times(start, start + Duration.ofMillis(1 + 2L * (last - number)).toNanos(), SpanRows.NOW);
    words.stream().skip(1).forEach(word -> set(row, word));
    return row.build();
  }

  private static void set(SpanRow.Builder row, String word) {
    if (word.startsWith("$")) {
      row.set(SpanColumns.COST_USD, new BigDecimal(word.substring(1)))
          .set(SpanColumns.COST_STATUS, "REPORTED");
    } else if (word.contains("+")) {
      int plus = word.indexOf('+');
      usage(
          row,
          Long.parseLong(word, 0, plus, 10),
          Long.parseLong(word, plus + 1, word.length(), 10));
    } else if (word.startsWith("name=")) {
      row.set(SpanColumns.TOOL_NAME, word.substring(5).replace('_', ' '));
    } else if (word.startsWith("id=")) {
      row.set(SpanColumns.TOOL_CALL_ID, word.substring(3));
    } else {
      flag(row, word);
    }
  }

  private static void usage(SpanRow.Builder row, long input, long output) {
    row.set(SpanColumns.INPUT_TOKENS, input)
        .set(SpanColumns.OUTPUT_TOKENS, output)
        .set(SpanColumns.TOTAL_TOKENS, input + output);
  }

  private static void flag(SpanRow.Builder row, String word) {
    switch (word) {
      case "sum" -> row.set(SpanColumns.USAGE_SCOPE, "aggregate");
      case "record" -> row.set(SpanColumns.USAGE_SCOPE, "record");
      case "mcp" -> row.set(SpanColumns.MCP_METHOD, "tools/call");
      case "interaction" -> row.set(SpanColumns.SUB_KIND, "llm_interaction");
      case "loop" -> row.set(SpanColumns.OPERATION_NAME, "tool_loop");
      case "remote" ->
          row.set(SpanColumns.FLAGS, SpanFlags.HAS_IS_REMOTE | SpanFlags.PARENT_IS_REMOTE);
      case "counts" -> {}
      default -> throw new IllegalArgumentException(word);
    }
  }

  private static int level(String line) {
    return line.indexOf(line.strip()) / 2;
  }

  private static List<String> words(String line) {
    return Arrays.asList(line.strip().split(" "));
  }

  @Override
  public String toString() {
    return what;
  }
}
