// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanColumns;
import org.jspecify.annotations.Nullable;

/** CrewAI through OpenLLMetry. Its own telemetry (scope crewai.telemetry) reports no work. */
final class CrewAi {
  static final Convention CONVENTION =
      Convention.named("crewai")
          .kind(CrewAi::kind)
          .fill(SpanColumns.WORKFLOW_NAME, "crewai.crew.name")
          .fill(SpanColumns.TASK_NAME, "crewai.task.name")
          .fill(SpanColumns.AGENT_NAME, "crewai.agent.role")
          .content(
              "crewai.crew.tasks*",
              "crewai.crew.agents*",
              "crewai.crew.result*",
              "crewai.task.description*",
              "crewai.task.expected_output*",
              "crewai.agent.backstory*",
              "crewai.agent.goal*",
              "crew_agents",
              "crew_tasks",
              "crew_inputs",
              "formatted_description",
              "formatted_expected_output");

  private CrewAi() {}

  private static @Nullable String kind(SpanView span) {
    if (span.hasPrefix("crewai.crew.")) {
      return KindRules.WORKFLOW;
    }
    if (span.hasPrefix("crewai.task.")) {
      return KindRules.CHAIN;
    }
    return span.hasPrefix("crewai.agent.") ? KindRules.AGENT : null;
  }
}
