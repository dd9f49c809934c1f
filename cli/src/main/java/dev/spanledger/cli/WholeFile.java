// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** A file that is there as a whole, or as it was before. */
final class WholeFile {
  private WholeFile() {}

  /** Writes what the file shall be. */
  @FunctionalInterface
  interface Writer {
    void to(OutputStream out) throws IOException;
  }

  /** Who reads it meanwhile sees the old file or the new one. Its directory is made. */
  static void write(Path file, Writer writer) throws IOException {
    Path target = file.toAbsolutePath();
    Path directory = Objects.requireNonNull(target.getParent(), "a directory is no file");
    Files.createDirectories(directory);
    Path written =
        directory.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid());
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(written))) {
        writer.to(out);
      }
      Files.move(
          written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
