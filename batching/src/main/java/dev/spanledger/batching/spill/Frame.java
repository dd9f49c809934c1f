// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * How a record stands in a segment: the segment's mark (8 bytes), the record's ordinal within the
 * segment (4), its length (4), a checksum over ordinal, length and record (4), the record.
 *
 * <p>The mark is random and in the segment's name. Behind damage, the next frame is found by it,
 * and no record can contain what passes for a frame. Ordinals tell how many frames were lost.
 */
final class Frame {
  static final int HEADER = 20;

  /** No record is longer, and no damaged length makes a reader ask for more memory. */
  static final int LONGEST = 1 << 28;

  private static final int CHECKED = 8;

  private Frame() {}

  static byte[] header(long mark, int ordinal, byte[] record) {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putLong(mark).putInt(ordinal).putInt(record.length);
    return header.putInt(checksum(ordinal, record, 0, record.length)).array();
  }

  /** Of all frames together. */
  static long lengthOf(List<byte[]> records) throws IOException {
    long length = 0;
    for (byte[] record : records) {
      if (record.length > LONGEST) {
        throw new IOException("a record of " + record.length + " bytes is too long");
      }
      length += HEADER + record.length;
    }
    return length;
  }

  static int checksum(int ordinal, byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(CHECKED).putInt(ordinal).putInt(length).flip());
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
