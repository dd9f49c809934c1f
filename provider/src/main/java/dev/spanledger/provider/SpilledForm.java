// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.batching.SpillFormat;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanRowCodec;

/**
 * What is queued as it stands in a spill directory: whether it amends a row, and the row, which is
 * redacted, cut and priced. So nothing is on disk that would not be in the database.
 */
final class SpilledForm implements SpillFormat<Queued> {
  private static final byte SPAN = 1;
  private static final byte AMENDMENT = 2;

  private final SpanRecorder recorder;

  SpilledForm(SpanRecorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public byte[] encode(Queued item) {
    byte[] row = SpanRowCodec.encode(item.row(recorder));
    byte[] bytes = new byte[1 + row.length];
    bytes[0] = item.isAmendment() ? AMENDMENT : SPAN;
    System.arraycopy(row, 0, bytes, 1, row.length);
    return bytes;
  }

  @Override
  public Queued decode(byte[] bytes) {
    if (bytes.length == 0 || (bytes[0] != SPAN && bytes[0] != AMENDMENT)) {
      throw new IllegalArgumentException("the bytes are nothing that was queued");
    }
    SpanRow row = SpanRowCodec.decode(bytes, 1);
    return new SpilledRow(row, bytes[0] == AMENDMENT);
  }
}
