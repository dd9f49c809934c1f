// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import org.jspecify.annotations.Nullable;

/** The Agent2Agent protocol: OpenTelemetry's proposal, and what a2a-java writes. */
final class A2a {
  static final Convention CONVENTION =
      Convention.named("a2a")
          .kind(A2a::kind)
          .fill(SpanColumns.A2A_TASK_ID, "a2a.task.id", "gen_ai.agent.a2a.task_id")
          .fill(SpanColumns.A2A_MESSAGE_ID, "a2a.message.id", "gen_ai.agent.a2a.message_id")
          .fill(SpanColumns.TENANT_ID, "a2a.tenant")
          .rank(Rank.GENERIC)
          .fill(SpanColumns.OPERATION_NAME, "a2a.method.name", "gen_ai.agent.a2a.operation.name")
          .rank(Rank.LAST)
          .fill(SpanColumns.SESSION_ID, "gen_ai.agent.a2a.context_id")
          .fill(SpanColumns.INPUT, "gen_ai.agent.a2a.request")
          .fill(SpanColumns.OUTPUT, "gen_ai.agent.a2a.response")
          .content("gen_ai.agent.a2a.request*", "gen_ai.agent.a2a.response*");

  private A2a() {}

  /** Who calls hands over; who is called is the agent. */
  private static @Nullable String kind(SpanView span) {
    if (!span.has("a2a.method.name") && !span.hasPrefix("gen_ai.agent.a2a.")) {
      return null;
    }
    return span.otelKind().equals("SERVER") ? KindRules.AGENT : KindRules.HANDOFF;
  }
}
