// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The versioned scripts among the resources: each is never changed again once it was released. */
final class Scripts {
  private static final List<String> NAMES = List.of("V1__agent_traces.sql", "V2__maintenance.sql");

  /** The version that this library reads and writes. */
  static final int VERSION = NAMES.size();

  private static final String DAILY = "-- daily";
  private static final String PLAIN = "-- plain:";

  private Scripts() {}

  /** The paths, in the jar, of the scripts that come after a version; 0 for all of them. */
  static List<String> paths(SqlDialect dialect, int after) {
    return IntStream.range(after, VERSION).mapToObj(index -> path(dialect, index)).toList();
  }

  /** What is to be run on tables of a version; 0 for a database that has none. */
  static String text(SqlDialect dialect, Partitioning partitioning, int after) {
    String script =
        paths(dialect, after).stream().map(Scripts::load).collect(Collectors.joining("\n"));
    return partitioning == Partitioning.DAILY ? script : plain(script);
  }

  private static String path(SqlDialect dialect, int index) {
    return "dev/spanledger/schema/" + dialect.folder() + "/" + NAMES.get(index);
  }

  /** A script says both forms; see the head of the first. */
  private static String plain(String script) {
    return script
        .lines()
        .filter(line -> !line.endsWith(DAILY) || line.startsWith("--"))
        .map(line -> line.startsWith(PLAIN) ? line.substring(PLAIN.length()) : line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String load(String path) {
    try (InputStream in = Scripts.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
