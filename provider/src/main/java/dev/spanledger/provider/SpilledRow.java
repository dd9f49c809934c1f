// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.SpanRow;

/** What was read back from a spill directory: a row already. */
record SpilledRow(SpanRow row, boolean isAmendment) implements Queued {

  @Override
  public SpanRow row(SpanRecorder recorder) {
    return row;
  }
}
