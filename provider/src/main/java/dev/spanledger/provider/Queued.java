// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.SpanRow;

/** What waits for the worker. Becomes a row there, once, however often its batch is tried. */
sealed interface Queued permits QueuedSpan, QueuedLogs, SpilledRow {
  /** Called by one thread at a time; hand-over through the queue orders the calls. */
  SpanRow row(SpanRecorder recorder);

  /** Whether the row completes another one, of the same span. */
  boolean isAmendment();
}
