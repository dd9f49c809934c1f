// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The versioned scripts among the resources. */
final class Scripts {
  /** The version that this library reads and writes. */
  static final int VERSION = 1;

  static final String NAME = "V1__agent_traces.sql";

  private static final String DAILY = "-- daily";
  private static final String PLAIN = "-- plain:";

  private Scripts() {}

  /** The path of the script in the jar, for messages. */
  static String path(SqlDialect dialect) {
    return "dev/spanledger/schema/" + dialect.folder() + "/" + NAME;
  }

  static String text(SqlDialect dialect, Partitioning partitioning) {
    String script = load(path(dialect));
    return partitioning == Partitioning.DAILY ? script : plain(script);
  }

  /** The script says both forms; see its head. */
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
