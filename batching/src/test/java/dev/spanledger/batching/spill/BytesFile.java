// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

/** A file that is only read, in memory. */
final class BytesFile implements Disk.OpenFile {
  private final byte[] bytes;

  BytesFile(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) {
    int count = (int) Math.min(length, bytes.length - position);
    if (count <= 0) {
      return -1;
    }
    System.arraycopy(bytes, (int) position, into, offset, count);
    return count;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public void append(byte[] added, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void truncate(long length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void sync() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
