// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * A journal that outlives its process: each entry is with the operating system before its span
 * ends. Thread-safe.
 */
final class JournalFile implements SpanOracle.Journal {
  private static final int FIELDS = 5;

  private final FileChannel file;

  JournalFile(Path path) {
    try {
      file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(SpanOracle.Logged entry) {
    String line =
        "%s %s %d %d .%n"
            .formatted(entry.traceId(), entry.spanId(), entry.inputTokens(), entry.nanos());
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1));
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what was written. An entry that was cut off belongs to a span that never ended. */
  static Stream<SpanOracle.Logged> read(Path path) {
    try {
      return Files.readAllLines(path, StandardCharsets.ISO_8859_1).stream()
          .map(line -> line.split(" "))
          .filter(fields -> fields.length == FIELDS)
          .map(JournalFile::entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SpanOracle.Logged entry(String[] fields) {
    return new SpanOracle.Logged(
        fields[0], fields[1], Long.parseLong(fields[2]), Long.parseLong(fields[3]));
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
