// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a span's usage counts, given what the spans below it report. Usage is reported more than
 * once: by an agent for all its calls, by a wrapper for the call that it wraps, by a client and by
 * the gateway that it calls.
 *
 * <p>What is below a span is a set of bits: each span turns those of its children, taken together,
 * into those that its parent sees. Children therefore come first. Immutable.
 */
public final class UsageRule {
  /** Usage is reported, no matter by whom. */
  static final int ANY = 1;

  // Of spans that can be the same call: no tool, agent, handoff or workflow is in between.
  private static final int LLM = 1 << 1;
  private static final int EMBEDDING = 1 << 2;
  private static final int RERANKER = 1 << 3;

  /** A model call that counts although it reports no usage. */
  private static final int SILENT_CALL = 1 << 4;

  private static final int PRICED = 1 << 5;
  private static final int UNPRICED = 1 << 6;

  /** As UNPRICED, but whatever is in between. */
  private static final int FAR_UNPRICED = 1 << 7;

  /** What is seen through a tool, agent, handoff or workflow. */
  static final int FAR = ANY | FAR_UNPRICED;

  private static final String TOOL = "TOOL";
  private static final String TOOLS_CALL = "tools/call";
  private static final Set<String> BARRIERS = Set.of(TOOL, "AGENT", "HANDOFF", "WORKFLOW");

  /** Their usage is an echo of what another span reports, unless they say that it is a sum. */
  private static final Set<String> ECHOES = Set.of("OTHER", "HTTP", "DB", "HOOK");

  /** Of ADK: it sums up tool calls that have spans of their own. */
  private static final String MERGED_TOOLS = "(merged tools)";

  private final String kind;
  private final boolean mcpCall;
  private final boolean record;
  private final boolean aggregate;
  private final int model;
  private final boolean usage;
  private final boolean output;
  private final boolean priced;
  private final @Nullable String toolName;
  private final @Nullable String toolCallId;

  private UsageRule(UsageSpan span) {
    kind = span.kind();
    mcpCall = TOOLS_CALL.equals(span.get(SpanColumns.MCP_METHOD));
    String scope = span.get(SpanColumns.USAGE_SCOPE);
    record = "record".equals(scope);
    int modelKind = record || "aggregate".equals(scope) ? 0 : modelBit(kind);
    model = modelKind;
    aggregate = !record && modelKind == 0 && ("aggregate".equals(scope) || !ECHOES.contains(kind));
    Long outputTokens = span.get(SpanColumns.OUTPUT_TOKENS);
    output = outputTokens != null && outputTokens > 0;
    boolean reports = outputTokens != null || span.get(SpanColumns.INPUT_TOKENS) != null;
    usage = reports && (record || aggregate || modelKind != 0);
    priced = AdoptedCost.own(span) != null;
    toolName = span.get(SpanColumns.TOOL_NAME);
    toolCallId = span.get(SpanColumns.TOOL_CALL_ID);
  }

  /** The rule for this span. */
  public static UsageRule of(SpanRow span) {
    return of(UsageSpan.of(span));
  }

  static UsageRule of(UsageSpan span) {
    return new UsageRule(span);
  }

  private static int modelBit(String kind) {
    return switch (kind) {
      case "LLM" -> LLM;
      case "EMBEDDING" -> EMBEDDING;
      case "RERANKER" -> RERANKER;
      default -> 0;
    };
  }

  /**
   * Whether the span's usage counts: no span below reports the same once more. A record counts as
   * long as its neighbours are not looked at, which {@link UsageTree} does.
   *
   * @param below what the span's children made of their {@link #above}, joined by OR; 0 for none
   */
  public boolean counts(int below) {
    return model != 0 ? (below & sameCall()) == 0 : usage && (record || (below & ANY) == 0);
  }

  /** What the span's parent sees of it and of what is below it. */
  public int above(int below) {
    int seen = isBarrier() ? below & FAR : below;
    boolean counts = counts(below);
    if (!usage) {
      return counts && model == LLM ? seen | SILENT_CALL : seen;
    }
    if (record || !counts) {
      return seen | ANY | model;
    }
    int price = model == 0 ? 0 : priced ? PRICED : UNPRICED;
    return seen | ANY | model | price | (priced ? 0 : FAR_UNPRICED);
  }

  /**
   * Whether the span changes what was decided for spans below it, or depends on spans beside it: on
   * a whole trace, {@link UsageTree} decides.
   */
  public boolean disturbs(int below) {
    if (record && usage) {
      return true;
    }
    if (model == LLM && (below & SILENT_CALL) != 0) {
      return true;
    }
    return priced && !counts(below) && (lendsToCall(below) || lendsToAny(below));
  }

  private boolean lendsToCall(int below) {
    return model != 0 && (below & (PRICED | UNPRICED)) == UNPRICED;
  }

  private boolean lendsToAny(int below) {
    return aggregate && (below & FAR_UNPRICED) != 0;
  }

  /**
   * The same call once more is a call of the same kind. What reports output tokens has generated
   * text, which no embedding does: an embedding below it is another call.
   */
  private int sameCall() {
    return switch (model) {
      case LLM -> output ? LLM : LLM | EMBEDDING;
      case EMBEDDING -> LLM | EMBEDDING;
      default -> LLM | EMBEDDING | RERANKER;
    };
  }

  boolean isBarrier() {
    return BARRIERS.contains(kind);
  }

  boolean isRecord() {
    return record && usage;
  }

  boolean isAggregate() {
    return aggregate;
  }

  boolean isModelCall() {
    return model != 0;
  }

  boolean isLlmCall() {
    return model == LLM;
  }

  boolean reportsUsage() {
    return usage;
  }

  boolean isLlmCallWithUsage() {
    return model == LLM && usage;
  }

  static boolean hasLlmCallWithUsage(int below) {
    return (below & LLM) != 0;
  }

  /** Whether a call passes through it on its way to another process. */
  public boolean isTransport() {
    return kind.equals("HTTP");
  }

  /** Whether it calls a tool, or carries a call of one. */
  public boolean isTool() {
    return kind.equals(TOOL) || (kind.equals("MCP") && mcpCall);
  }

  /** Whether it is a tool call, if none above is the same. */
  boolean isToolCall() {
    return isToolCall(kind, toolName);
  }

  /** As {@link #isToolCall()}. */
  static boolean isToolCall(SpanRow span) {
    return isToolCall(span.kind(), span.get(SpanColumns.TOOL_NAME));
  }

  private static boolean isToolCall(String kind, @Nullable String toolName) {
    return kind.equals(TOOL) && !MERGED_TOOLS.equals(toolName);
  }

  /** Whether it carries a tool call that a span above has made already. */
  boolean carries(UsageRule above) {
    return kind.equals(TOOL) && mcpCall && isSameToolCall(above);
  }

  /** Whether both are the same call of a tool; {@code above} is the span above this one. */
  public boolean isSameToolCall(UsageRule above) {
    if (!isTool() || !above.isTool()) {
      return false;
    }
    boolean sameName = toolName != null && toolName.equals(above.toolName);
    if (mcpCall || toolCallId == null || above.toolCallId == null) {
      return sameName;
    }
    return toolCallId.equals(above.toolCallId);
  }
}
