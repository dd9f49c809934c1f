// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Quarkus' LangChain4j extension. The spans of its AI services have a name and nothing else. */
final class Quarkus {
  private static final String COST = "gen_ai.client.estimated_cost";
  private static final Pattern SERVICE =
      Pattern.compile("^langchain4j\\.aiservices\\.(?:.*\\.)?([^.]+)\\.[^.]+$");
  private static final String TOOL = "langchain4j.tools.";

  static final Convention CONVENTION =
      Convention.named("quarkus_langchain4j")
          .kind(Quarkus::kind)
          .fill(SpanColumns.REPORTED_COST_USD, COST)
          .fillAs(SpanColumns.COST_CURRENCY, Normalise::currency, COST)
          .rank(Rank.LAST)
          .when(span -> span.kind().equals(KindRules.AGENT))
          .derive(SpanColumns.AGENT_NAME, Quarkus::service)
          .missing(
              "gen_ai.request.temperature",
              Quarkus::isZero,
              Quarkus::isItsCall,
              SpanColumns.TEMPERATURE)
          .missing("gen_ai.request.top_p", Quarkus::isZero, Quarkus::isItsCall, SpanColumns.TOP_P);

  private Quarkus() {}

  private static @Nullable String kind(SpanView span) {
    if (span.name().startsWith("langchain4j.aiservices.")) {
      return KindRules.AGENT;
    }
    return span.name().startsWith(TOOL) ? KindRules.TOOL : null;
  }

  private static @Nullable String service(SpanView span) {
    Matcher service = SERVICE.matcher(span.name());
    return service.matches() ? service.group(1) : null;
  }

  /** What was not set it reports as zero. */
  private static boolean isItsCall(SpanView span) {
    return span.scope().startsWith("io.quarkus")
        || (span.name().startsWith("completion ")
            && "chat".equals(span.text(OtelGenAi.OPERATION_NAME)));
  }

  private static boolean isZero(Object value) {
    Double number = Normalise.number(value);
    return number != null && number == 0;
  }
}
