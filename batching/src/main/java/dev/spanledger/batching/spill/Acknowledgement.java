// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Up to where a directory's records need not be replayed, in a small file that is written over and
 * over. It is a hint: without it, or where it is torn, more is replayed than need be, which writers
 * make harmless. Thread-safe.
 */
final class Acknowledgement {
  private static final String NAME = "done";
  private static final int CHECKED = 12;
  private static final int LENGTH = 16;

  private final Path path;
  private @Nullable RandomAccessFile file;
  private Point written = Point.START;
  private boolean failed;

  /**
   * All segments before this number are done, and so are the first frames of the one that has it.
   */
  record Point(long segment, int frames) {
    static final Point START = new Point(0, 0);

    int framesOf(SegmentName name) {
      return name.number() < segment ? Integer.MAX_VALUE : name.number() == segment ? frames : 0;
    }
  }

  Acknowledgement(Path directory) {
    this.path = directory.resolve(NAME);
  }

  Path path() {
    return path;
  }

  Point read() {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
      if (bytes.remaining() == LENGTH && bytes.getInt(CHECKED) == checksum(bytes.array())) {
        return new Point(bytes.getLong(), bytes.getInt());
      }
    } catch (IOException e) {
      // There is none.
    }
    return Point.START;
  }

  /** Does not wait for the disk. */
  synchronized void write(Point point) {
    if (failed || point.equals(written)) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.putLong(point.segment).putInt(point.frames).putInt(checksum(bytes.array()));
    try {
      RandomAccessFile open = open();
      open.seek(0);
      open.write(bytes.array());
      written = point;
    } catch (IOException e) {
      failed = true;
    }
  }

  private RandomAccessFile open() throws IOException {
    if (file == null) {
      if (!Files.exists(path)) {
        Files.createFile(path, OwnerOnly.file(path));
      }
      file = new RandomAccessFile(path.toFile(), "rw");
    }
    return file;
  }

  synchronized void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CHECKED);
    return (int) crc.getValue();
  }
}
