// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A file of recorded agent runs, one OTLP/JSON {@code ExportTraceServiceRequest} a line. Recordings
 * are not part of the project; where they are absent, the tests that need them skip themselves.
 *
 * <p>Recordings are files named {@code <name>.otlp.jsonl.gz} in the directory that the system
 * property {@code spanledger.corpus} or else the environment variable {@code SPANLEDGER_CORPUS}
 * names, or else in {@code ../shared/corpus} beside the project.
 *
 * @param path the compressed file
 */
public record Corpus(Path path) {
  /**
   * Returns a recording, or skips the running JUnit test where there is none.
   *
   * @param name such as {@code tau-airline}
   */
  public static Corpus open(String name) {
    return find(name).orElseGet(() -> skip(name));
  }

  private static Corpus skip(String name) {
    String reason =
        "no recording '%s' in %s (-Dspanledger.corpus=<directory> names another)"
            .formatted(name, directory());
    // JUnit keeps the reason in its report; this line is for who watches the build.
    System.out.println("[testkit] Skipped: " + reason);
    return Assumptions.abort(reason);
  }

  /** Returns a recording where there is one. */
  public static Optional<Corpus> find(String name) {
    Path path = directory().resolve(name + ".otlp.jsonl.gz");
    return Files.isRegularFile(path) ? Optional.of(new Corpus(path)) : Optional.empty();
  }

  /**
   * Returns the lines, read one at a time. Close the stream.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  public Stream<String> lines() {
    try {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8));
      return reader.lines().onClose(() -> close(reader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(BufferedReader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path directory() {
    String named = System.getProperty("spanledger.corpus", System.getenv("SPANLEDGER_CORPUS"));
    return named == null
        ? projectRoot().resolveSibling("shared").resolve("corpus")
        : Path.of(named);
  }

  private static Path projectRoot() {
    Path start = Path.of("").toAbsolutePath();
    for (@Nullable Path at = start; at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(".mvn"))) {
        return at;
      }
    }
    return start;
  }
}
