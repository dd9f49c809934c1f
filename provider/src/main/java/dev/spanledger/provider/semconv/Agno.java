// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanColumns;

/** Agno, 9644f22; its OpenInference instrumentation names the ids without a prefix. */
final class Agno {
  static final Convention CONVENTION =
      Convention.named("agno")
          .kindIfAny(KindRules.WORKFLOW, "agno.workflow.id")
          .kindIfAny(KindRules.CHAIN, "agno.step.type")
          .fill(SpanColumns.SESSION_ID, "agno.session.id")
          .fill(SpanColumns.USER_ID, "agno.user.id")
          .fill(SpanColumns.RUN_ID, "agno.run.id")
          .fill(SpanColumns.AGENT_NAME, "agno.agent", "agno.team", "agno.team.name")
          .fill(SpanColumns.AGENT_ID, "agno.agent.id", "agno.team.id")
          .fill(SpanColumns.WORKFLOW_NAME, "agno.workflow.id")
          .when(span -> span.scope().contains("agno"))
          .fill(SpanColumns.SESSION_ID, "session_id")
          .fill(SpanColumns.USER_ID, "user_id")
          .fill(SpanColumns.RUN_ID, "run_id")
          .fill(SpanColumns.AGENT_ID, "agent_id", "team_id");

  private Agno() {}
}
