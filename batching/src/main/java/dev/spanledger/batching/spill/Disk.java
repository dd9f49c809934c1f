// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** What is done to files. Tests bring disks that fill up, fail and forget. */
interface Disk {

  /** A new file that only its owner may read. */
  OpenFile create(Path path) throws IOException;

  /** A file that is there, for reading. */
  OpenFile open(Path path) throws IOException;

  /** No failure where there is none. */
  void delete(Path path) throws IOException;

  void rename(Path from, Path to) throws IOException;

  /** So that files created in it are there after a power loss. */
  void syncDirectory(Path directory) throws IOException;

  /** Each method may be called from any thread; reads and appends do not disturb each other. */
  interface OpenFile extends Closeable {

    /** Adds the bytes at the end: all, or some and a failure. */
    void append(byte[] bytes, int length) throws IOException;

    /** Reads some bytes, at least one; -1 at the end of the file. */
    int read(long position, byte[] into, int offset, int length) throws IOException;

    long length() throws IOException;

    void truncate(long length) throws IOException;

    /** Returns once all that was appended survives a power loss. */
    void sync() throws IOException;
  }
}
