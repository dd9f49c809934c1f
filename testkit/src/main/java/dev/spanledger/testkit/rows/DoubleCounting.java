// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.rows;

import dev.spanledger.schema.SpanRow;
import java.util.List;

/**
 * Traces of frameworks that report usage more than once, written as trees.
 *
 * @param what which framework, and what about it
 * @param totals tokens in, tokens out, cost or -, model calls, tool calls
 * @param tree the spans, as {@link SpanTreeText} reads them
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
    return new SpanTreeText(tree).rows(trace);
  }

  /** The ids of the spans whose usage shall count. */
  public List<String> countedSpans() {
    return new SpanTreeText(tree).spansThat("counts");
  }

  /** The process that each span is in, by number of line: a remote span begins a new one. */
  public List<Integer> processes() {
    return new SpanTreeText(tree).processes();
  }

  @Override
  public String toString() {
    return what;
  }
}
