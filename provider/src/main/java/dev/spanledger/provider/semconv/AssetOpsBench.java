// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanColumns;

/** IBM's AssetOpsBench. */
final class AssetOpsBench {
  static final Convention CONVENTION =
      Convention.named("assetopsbench")
          .kindIfAny(KindRules.AGENT, "agent.runner")
          .fill(SpanColumns.AGENT_NAME, "agent.runner")
          .fill(SpanColumns.RUN_ID, "agent.run_id");

  private AssetOpsBench() {}
}
