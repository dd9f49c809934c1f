// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file that is there whole, or as it was before. */
final class AtomicFile {
  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /** Writes into a stream. */
  @FunctionalInterface
  interface Body<T> {
    T write(OutputStream out) throws IOException;
  }

  /**
   * Writes beside the file, syncs, and then renames over it.
   *
   * @throws IOException where that does not work; nothing is left behind
   */
  static <T> T write(Path file, Body<T> body) throws IOException {
    Path target = file.toAbsolutePath();
    Path parent = target.getParent();
    if (parent == null || Files.isDirectory(target)) {
      throw new FileAlreadyExistsException(file + " is a directory");
    }
    Files.createDirectories(parent);
    Path temporary = parent.resolve("." + UUID.randomUUID() + ".tmp");
    try {
      T result = written(temporary, body);
      move(temporary, target);
      return result;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static <T> T written(Path temporary, Body<T> body) throws IOException {
    try (FileChannel channel =
            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
      T result = body.write(out);
      out.flush();
      channel.force(true);
      return result;
    }
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
