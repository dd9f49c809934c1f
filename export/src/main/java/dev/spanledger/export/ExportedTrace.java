// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.schema.ScoreRow;
import dev.spanledger.schema.TraceRow;
import java.util.List;

/**
 * A trace that is about to be written.
 *
 * @param scores of the trace and of its steps
 * @param payloads whether what was said is written, too
 */
record ExportedTrace(TraceRow row, List<ScoreRow> scores, boolean payloads) {
  String id() {
    return row.traceId();
  }
}
