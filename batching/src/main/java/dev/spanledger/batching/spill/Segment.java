// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of frames. Nothing of it is for others than the {@link Journal}, under whose lock the
 * fields are; the open file has this object's own.
 */
public final class Segment {
  private static final int BLOCK = 1 << 17;
  private static final String ASIDE = ".aside";

  final Claim claim;
  final SegmentName name;
  final Path path;

  long bytes;
  int frames;

  /** Frames whose records need not be kept any longer, and how many of them are the first. */
  int done;

  int firstDone;

  /** Nothing is added any more. */
  boolean sealed;

  /** It holds something that cannot be read, and is kept for people to look at. */
  boolean unreadable;

  private volatile Disk.@Nullable OpenFile file;
  private boolean isNewInDirectory;

  Segment(Claim claim, SegmentName name) {
    this.claim = claim;
    this.name = name;
    this.path = claim.path().resolve(name.toString());
  }

  synchronized void create(Disk disk) throws IOException {
    file = disk.create(path);
    isNewInDirectory = true;
  }

  boolean isComplete() {
    return sealed && done == frames;
  }

  /** Adds the records as frames, the first with the given ordinal; all, or some and a failure. */
  void append(int ordinal, List<byte[]> records) throws IOException {
    Disk.OpenFile open = openFile();
    byte[] block = new byte[BLOCK];
    int length = 0;
    for (int i = 0; i < records.size(); i++) {
      byte[] record = records.get(i);
      byte[] header = Frame.header(name.mark(), ordinal + i, record);
      for (byte[] part : List.of(header, record)) {
        if (part.length > BLOCK - length) {
          open.append(block, length);
          length = 0;
        }
        if (part.length > BLOCK) {
          open.append(part, part.length);
        } else {
          System.arraycopy(part, 0, block, length, part.length);
          length += part.length;
        }
      }
    }
    open.append(block, length);
  }

  /** Cuts off what an append has left that failed; without that, a reader skips it. */
  void truncate() {
    try {
      openFile().truncate(bytes);
    } catch (IOException e) {
      // The file is not added to any more.
    }
  }

  synchronized void sync(Disk disk) throws IOException {
    Disk.OpenFile open = file;
    if (open != null) {
      open.sync();
      if (isNewInDirectory) {
        disk.syncDirectory(claim.path());
        isNewInDirectory = false;
      }
    }
  }

  /** Waits for a sync that is under way. */
  synchronized void close() {
    Disk.OpenFile open = file;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // What was appended is there, or was not to begin with.
    }
    file = null;
  }

  void remove(Disk disk) throws IOException {
    close();
    if (unreadable) {
      disk.rename(path, path.resolveSibling(name + ASIDE));
    } else {
      disk.delete(path);
    }
  }

  /** Without the lock: an append must not wait for a sync. */
  private Disk.OpenFile openFile() throws IOException {
    Disk.OpenFile open = file;
    if (open == null) {
      throw new IOException("the segment is closed");
    }
    return open;
  }
}
