// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Google's Agent Development Kit, Java 1.8 and Python. Its call_llm spans hold the tools' time. */
final class GoogleAdk {
  static final String TOOL_ARGUMENTS = "gcp.vertex.agent.tool_call_args";
  private static final String SCOPE = "gcp.vertex.agent";
  private static final String REQUEST = "gcp.vertex.agent.llm_request";
  private static final String RESPONSE = "gcp.vertex.agent.llm_response";
  private static final String NOTHING = "{}";
  private static final Pattern NAMED_RUN = Pattern.compile("^agent_run \\[(.+)]$");

  static final Convention CONVENTION =
      Convention.named("google_adk")
          .kind(GoogleAdk::kind)
          .operation(KindRules.LLM, "call_llm")
          .operation(KindRules.OTHER, "send_data")
          .fill(SpanColumns.SESSION_ID, "gcp.vertex.agent.session_id")
          .fill(SpanColumns.RUN_ID, "gcp.vertex.agent.invocation_id")
          .fill(SpanColumns.TOOL_CALL_ID, "gen_ai.tool_call.id")
          .fill(SpanColumns.REQUEST_MODEL, REQUEST + "#model")
          .fill(
              SpanColumns.CACHE_READ_TOKENS,
              RESPONSE + "#usage_metadata.cached_content_token_count",
              RESPONSE + "#usageMetadata.cachedContentTokenCount")
          .fill(SpanColumns.INPUT, TOOL_ARGUMENTS)
          .fill(SpanColumns.OUTPUT, "gcp.vertex.agent.tool_response")
          .rank(Rank.STANDARD)
          .derive(SpanColumns.PROVIDER, GoogleAdk::providerOfModel)
          .rank(Rank.GENERIC)
          .when(span -> span.kind().equals(KindRules.AGENT))
          .derive(SpanColumns.AGENT_NAME, GoogleAdk::runOf)
          .always()
          .rank(Rank.LAST)
          .fill(SpanColumns.INPUT, REQUEST, "gcp.vertex.agent.data")
          .fill(SpanColumns.OUTPUT, RESPONSE)
          .missing(REQUEST, NOTHING::equals, span -> true, SpanColumns.INPUT)
          .missing(RESPONSE, NOTHING::equals, span -> true, SpanColumns.OUTPUT)
          .content("gcp.vertex.agent.llm_*", "gcp.vertex.agent.tool_*", "gcp.vertex.agent.data*");

  private GoogleAdk() {}

  private static @Nullable String kind(SpanView span) {
    if (!span.scope().equals(SCOPE)) {
      return null;
    }
    String name = span.name();
    if (name.startsWith("tool_call [")) {
      return KindRules.TOOL;
    }
    if (name.startsWith("tool_response [")) {
      return KindRules.CHAIN;
    }
    return switch (name) {
      case "invocation" -> KindRules.WORKFLOW;
      case "call_llm" -> KindRules.LLM;
      case "send_data" -> KindRules.OTHER;
      default -> null;
    };
  }

  /** It names itself as the provider. */
  private static @Nullable String providerOfModel(SpanView span) {
    boolean isItsCall =
        SCOPE.equals(span.text(OtelGenAi.SYSTEM)) && span.kind().equals(KindRules.LLM);
    String model = isItsCall ? span.text(OtelGenAi.REQUEST_MODEL) : null;
    boolean gemini = model != null && model.toLowerCase(Locale.ROOT).startsWith("gemini");
    return gemini ? "gcp.gemini" : null;
  }

  private static @Nullable String runOf(SpanView span) {
    Matcher run = NAMED_RUN.matcher(span.name());
    return run.matches() ? run.group(1) : null;
  }
}
