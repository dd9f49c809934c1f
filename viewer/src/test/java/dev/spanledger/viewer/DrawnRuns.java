// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static dev.spanledger.viewer.DrawnRun.id;
import static dev.spanledger.viewer.DrawnRun.quoted;

import java.util.Random;

/** DrawnRuns to look at. */
final class DrawnRuns {
  static final int PLANNER = 0;
  static final int FIRST_CALL = 1;
  static final int FIRST_SEARCH = 2;
  static final int SECOND_CALL = 8;
  static final int WORKER = 9;
  static final int QUERY = 11;

  private DrawnRuns() {}

  /**
   * A planner that asks for the same search six times, then has a worker query a database that does
   * not answer.
   */
  static DrawnRun failing() {
    DrawnRun run = new DrawnRun();
    run.span(-1, "AGENT", "invoke_agent planner", 0, 41200);
    run.fail(PLANNER, "Order could not be looked up")
        .set(PLANNER, "agent", "\"planner\"")
        .set(PLANNER, "flags", "4")
        .trace("session", "\"s-9\"");
    run.span(PLANNER, "LLM", "chat gpt-x", 100, 3100);
    call(run, FIRST_CALL, 12000, 400, 0.051)
        .set(FIRST_CALL, "cacheRead", "8000")
        .set(FIRST_CALL, "reasoning", "120")
        .say(FIRST_CALL, "input", "[" + SYSTEM + "," + QUESTION + "]")
        .say(FIRST_CALL, "output", "[" + SEARCH + "]")
        .say(
            FIRST_CALL,
            "columns",
            """
            {"input_tokens":12000,"output_tokens":400,"cache_read_tokens":8000,"reasoning_tokens":120,\
            "cost_usd":0.051,"input_cost_usd":0.031,"output_cost_usd":0.02,"cost_status":"COMPUTED",\
            "price_ref":"genai-prices 2026-11","usage_counted":true}""")
        .say(
            FIRST_CALL,
            "toolDefinitions",
            "[{\"type\":\"function\",\"name\":\"search\",\"description\":\"Searches.\"}]")
        .say(
            FIRST_CALL,
            "toolCalls",
            "[{\"callId\":\"call_1\",\"spanId\":" + quoted(id(FIRST_SEARCH)) + "}]");
    for (int i = 0; i < 6; i++) {
      int search = run.span(PLANNER, "TOOL", "execute_tool search", 3300 + i * 900, 800);
      run.set(search, "call", quoted("call_" + (i + 1)))
          .set(search, "flags", i == 0 ? "0" : "16")
          .say(search, "input", "{\"q\":\"order 4711\"}")
          .say(search, "output", "\"nothing\"")
          .say(
              search,
              "calledBy",
              "{\"spanId\":" + quoted(id(FIRST_CALL)) + ",\"callId\":\"call_1\"}");
    }
    run.span(PLANNER, "LLM", "chat gpt-x", 8800, 1900);
    call(run, SECOND_CALL, 13000, 90, 0.04)
        .say(
            SECOND_CALL, "input", "[" + SYSTEM + "," + QUESTION + "," + SEARCH + "," + ANSWER + "]")
        .say(SECOND_CALL, "output", "[" + QUERY_CALL + "]")
        .say(SECOND_CALL, "newFrom", "2")
        .say(SECOND_CALL, "previous", quoted(id(FIRST_CALL)));
    run.span(PLANNER, "AGENT", "invoke_agent worker", 10800, 30200);
    run.fail(WORKER, "A tool failed").set(WORKER, "agent", "\"worker\"").set(WORKER, "flags", "4");
    int small = run.span(WORKER, "LLM", "chat gpt-mini", 10900, 100);
    run.set(small, "in", "500").set(small, "out", "20").set(small, "counted", "1");
    run.span(WORKER, "TOOL", "execute_tool db.query", 11000, 30000);
    run.fail(QUERY, "timeout after 30 s: db-7 refused the connection")
        .set(QUERY, "flags", "12")
        .set(QUERY, "call", "\"call_9\"")
        .say(QUERY, "input", "{\"sql\":\"SELECT status FROM orders\"}")
        .say(
            QUERY, "calledBy", "{\"spanId\":" + quoted(id(SECOND_CALL)) + ",\"callId\":\"call_9\"}")
        .say(
            QUERY,
            "error",
            """
            {"type":"java.sql.SQLTimeoutException","message":"timeout after 30 s: db-7 refused the connection",\
            "stack":"java.sql.SQLTimeoutException: timeout\\n\\tat shop.Orders.find(Orders.java:42)"}""")
        .say(
            QUERY,
            "events",
            "[{\"name\":\"exception\",\"timeUnixNano\":\"1794268841000000000\",\"attributes\":{\"exception.type\":\"SQLTimeoutException\"}}]")
        .say(QUERY, "attributes", "{\"db.system\":\"postgresql\"}")
        .say(QUERY, "resource", "{\"service.name\":\"shop\"}");
    return run.finding("FIRST_ERROR", "execute_tool db.query failed: timeout after 30 s", QUERY)
        .finding(
            "CAUSE_CHAIN", "It failed the worker, and that the planner.", QUERY, WORKER, PLANNER)
        .finding(
            "REPEATED_CALLS", "search was called 6 times with the same input.", 2, 3, 4, 5, 6, 7);
  }

  /**
   * That many spans below one root: steps of agents with model calls and tools, some of which fail.
   */
  static DrawnRun large(int spans, long seed) {
    Random random = new Random(seed);
    DrawnRun run = new DrawnRun();
    run.span(-1, "AGENT", "invoke_agent root", 0, spans * 10.0);
    while (run.size() < spans) {
      double start = run.size() * 10.0;
      int agent = run.span(0, "AGENT", "invoke_agent a" + run.size() % 17, start, 900);
      for (int step = 0; step < 8 && run.size() < spans; step++) {
        int task = run.span(agent, "TASK", "step " + step, start + step * 100, 95);
        for (int i = 0; i < 9 && run.size() < spans; i++) {
          leaf(run, task, start + step * 100 + i * 10, random);
        }
      }
    }
    return run;
  }

  private static void leaf(DrawnRun run, int task, double start, Random random) {
    boolean model = random.nextBoolean();
    int leaf =
        run.span(task, model ? "LLM" : "TOOL", model ? "chat gpt-x" : "execute_tool t", start, 9);
    if (model) {
      call(run, leaf, random.nextInt(9000), random.nextInt(300), 0.001);
    }
    if (random.nextInt(2000) == 0) {
      run.fail(leaf, "boom " + leaf);
    }
  }

  private static DrawnRun call(DrawnRun run, int span, int in, int out, double cost) {
    return run.set(span, "in", String.valueOf(in))
        .set(span, "out", String.valueOf(out))
        .set(span, "cost", String.valueOf(cost))
        .set(span, "counted", "1")
        .set(span, "model", "\"gpt-x\"");
  }

  private static final String SYSTEM =
      "{\"role\":\"system\",\"parts\":[{\"type\":\"text\",\"content\":\"You are **kind**.\\n\\n- cite\"}]}";
  private static final String QUESTION =
      "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Where is my order 4711?\"}]}";
  private static final String SEARCH =
      "{\"role\":\"assistant\",\"parts\":[{\"type\":\"reasoning\",\"content\":\"Search first.\"},{\"type\":\"tool_call\",\"id\":\"call_1\",\"name\":\"search\",\"arguments\":{\"q\":\"order 4711\"}}]}";
  private static final String ANSWER =
      "{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"call_1\",\"response\":\"nothing\"}]}";
  private static final String QUERY_CALL =
      "{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"call_9\",\"name\":\"db.query\",\"arguments\":{\"sql\":\"SELECT status FROM orders\"}}]}";
}
