// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.rows.DoubleCounting;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes that each framework gives the spans of {@link DoubleCounting}'s traces. */
enum FrameworkSpans {
  VERCEL("ai", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens") {
    @Override
    void begin(SpanBuilder span, SpanRow row) {
      operation(span, row, Map.of("CHAIN", "agent_step"));
    }
  },
  VERCEL_BEFORE("ai", "ai.usage.promptTokens", "ai.usage.completionTokens") {
    @Override
    void begin(SpanBuilder span, SpanRow row) {
      Map<String, String> ids =
          Map.of(
              "AGENT",
              "ai.generateText",
              "LLM",
              "ai.generateText.doGenerate",
              "TOOL",
              "ai.toolCall");
      span.setAttribute("ai.operationId", ids.get(row.kind()));
      tool(span, row, "ai.toolCall.name", "ai.toolCall.id");
    }
  },
  PYDANTIC("pydantic-ai", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens") {
    @Override
    String name(SpanRow row) {
      return row.kind().equals("CHAIN") ? "running 1 tool" : super.name(row);
    }

    @Override
    void begin(SpanBuilder span, SpanRow row) {
      operation(span, row, Map.of());
    }

    @Override
    void end(Span span, SpanRow row) {
      if (row.kind().equals("AGENT")) {
        count(
            span,
            row,
            "gen_ai.aggregated_usage.input_tokens",
            "gen_ai.aggregated_usage.output_tokens");
      } else {
        super.end(span, row);
        cost(span, row, "operation.cost");
      }
    }
  },
  KOOG("ai.koog", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens") {
    @Override
    void begin(SpanBuilder span, SpanRow row) {
      switch (row.kind()) {
        case "WORKFLOW" -> span.setAttribute("koog.strategy.name", "s");
        case "CHAIN" -> span.setAttribute("koog.node.id", row.spanId());
        default -> operation(span, row, Map.of());
      }
    }
  },
  ADK("gcp.vertex.agent", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens") {
    @Override
    String name(SpanRow row) {
      return switch (row.kind()) {
        case "WORKFLOW" -> "invocation";
        case "LLM" -> "call_llm";
        case "CHAIN" -> "execute_tool (merged)";
        default -> super.name(row);
      };
    }

    @Override
    void begin(SpanBuilder span, SpanRow row) {
      span.setAttribute("gen_ai.system", "gcp.vertex.agent");
      operation(span, row, Map.of("LLM", "call_llm", "CHAIN", "execute_tool"));
      tool(span, row, "gen_ai.tool.name", "gen_ai.tool_call.id");
    }
  },
  /** Over Spring AI: every value is a text. */
  EMBABEL("org.springframework.boot", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens") {
    @Override
    void begin(SpanBuilder span, SpanRow row) {
      if (row.kind().equals("LLM")) {
        operation(span, row, Map.of());
        return;
      }
      span.setAttribute("embabel.event.type", eventType(row));
      tool(span, row, "embabel.tool.name", "embabel.tool.correlation_id");
    }

    @Override
    void end(Span span, SpanRow row) {
      countTexts(span, row);
      BigDecimal cost = row.get(SpanColumns.COST_USD);
      if (cost != null) {
        span.setAttribute("embabel.llm.cost", cost.toPlainString());
      }
    }

    private String eventType(SpanRow row) {
      if ("llm_interaction".equals(row.get(SpanColumns.SUB_KIND))) {
        return "llm_call";
      }
      if ("tool_loop".equals(row.get(SpanColumns.OPERATION_NAME))) {
        return "tool_loop";
      }
      return Map.of(
              "AGENT",
              "agent_process",
              "CHAIN",
              "action",
              "OTHER",
              "llm_invocation",
              "TOOL",
              "tool_call")
          .get(row.kind());
    }
  },
  LITELLM("litellm", "gen_ai.usage.prompt_tokens", "gen_ai.usage.completion_tokens") {
    @Override
    String name(SpanRow row) {
      if (row.kind().equals("OTHER")) {
        return "raw_gen_ai_request";
      }
      return row.get(SpanColumns.COST_USD) == null ? super.name(row) : "litellm_request";
    }

    @Override
    void begin(SpanBuilder span, SpanRow row) {
      if (row.kind().equals("HTTP")) {
        span.setAttribute("http.request.method", "POST");
      } else if (row.get(SpanColumns.COST_USD) == null && !row.kind().equals("OTHER")) {
        operation(span, row, Map.of());
      }
    }

    @Override
    void end(Span span, SpanRow row) {
      super.end(span, row);
      cost(span, row, "gen_ai.cost.total_cost");
    }
  },
  SPRING_AI("org.springframework.boot", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens") {
    @Override
    void begin(SpanBuilder span, SpanRow row) {
      switch (row.kind()) {
        case "AGENT" -> span.setAttribute("spring.ai.kind", "chat_client");
        case "CHAIN" -> span.setAttribute("spring.ai.kind", "advisor");
        case "TOOL" -> {
          span.setAttribute("spring.ai.kind", "tool_call");
          tool(span, row, "spring.ai.tool.definition.name", "spring.ai.tool.call.id");
        }
        default -> operation(span, row, Map.of());
      }
    }

    @Override
    void end(Span span, SpanRow row) {
      countTexts(span, row);
    }
  },
  /** Whatever else, in OpenTelemetry's words. */
  STANDARD("openai", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens") {
    @Override
    void begin(SpanBuilder span, SpanRow row) {
      if (row.get(SpanColumns.MCP_METHOD) != null) {
        span.setAttribute("mcp.method.name", "tools/call");
        tool(span, row, "gen_ai.tool.name", "gen_ai.tool.call.id");
      } else if (row.kind().equals("HTTP")) {
        span.setAttribute("http.request.method", "POST");
      } else {
        operation(span, row, Map.of());
      }
    }

    @Override
    void end(Span span, SpanRow row) {
      super.end(span, row);
      cost(span, row, "gen_ai.usage.cost");
    }
  };

  private static final Map<String, String> OPERATIONS =
      Map.of(
          "AGENT", "invoke_agent",
          "LLM", "chat",
          "TOOL", "execute_tool",
          "WORKFLOW", "invoke_workflow",
          "RETRIEVAL", "retrieval",
          "EMBEDDING", "embeddings");

  private final String scope;
  private final String inputTokens;
  private final String outputTokens;

  FrameworkSpans(String scope, String inputTokens, String outputTokens) {
    this.scope = scope;
    this.inputTokens = inputTokens;
    this.outputTokens = outputTokens;
  }

  static FrameworkSpans of(DoubleCounting fixture) {
    String what = fixture.what();
    if (what.startsWith("Vercel before")) {
      return VERCEL_BEFORE;
    }
    String name = what.split("[: ]", 2)[0];
    return switch (name) {
      case "Vercel" -> VERCEL;
      case "Pydantic" -> PYDANTIC;
      case "Koog" -> KOOG;
      case "ADK" -> ADK;
      case "Embabel" -> EMBABEL;
      case "LiteLLM" -> LITELLM;
      case "Spring" -> SPRING_AI;
      default -> STANDARD;
    };
  }

  String scope() {
    return scope;
  }

  String name(SpanRow row) {
    return row.kind() + " " + row.spanId();
  }

  /** What it says when a span begins. */
  abstract void begin(SpanBuilder span, SpanRow row);

  /** Usage is known when the call has ended. */
  void end(Span span, SpanRow row) {
    count(span, row, inputTokens, outputTokens);
  }

  static void operation(SpanBuilder span, SpanRow row, Map<String, String> own) {
    String operation = own.getOrDefault(row.kind(), OPERATIONS.get(row.kind()));
    if (operation != null) {
      span.setAttribute("gen_ai.operation.name", operation);
    }
    tool(span, row, "gen_ai.tool.name", "gen_ai.tool.call.id");
  }

  static void tool(SpanBuilder span, SpanRow row, String name, String id) {
    text(span, name, row.get(SpanColumns.TOOL_NAME));
    text(span, id, row.get(SpanColumns.TOOL_CALL_ID));
  }

  private static void text(SpanBuilder span, String key, @Nullable String value) {
    if (value != null) {
      span.setAttribute(key, value);
    }
  }

  static void count(Span span, SpanRow row, String input, String output) {
    Long in = row.get(SpanColumns.INPUT_TOKENS);
    Long out = row.get(SpanColumns.OUTPUT_TOKENS);
    if (in != null && out != null) {
      span.setAttribute(input, in);
      span.setAttribute(output, out);
    }
  }

  static void cost(Span span, SpanRow row, String key) {
    BigDecimal cost = row.get(SpanColumns.COST_USD);
    if (cost != null) {
      span.setAttribute(key, cost.doubleValue());
    }
  }

  void countTexts(Span span, SpanRow row) {
    if (row.get(SpanColumns.INPUT_TOKENS) != null) {
      span.setAttribute(inputTokens, String.valueOf(row.get(SpanColumns.INPUT_TOKENS)));
      span.setAttribute(outputTokens, String.valueOf(row.get(SpanColumns.OUTPUT_TOKENS)));
    }
  }
}
