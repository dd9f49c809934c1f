// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** The PostgreSQL of the Maven registry's binaries; starts as root too, and needs no Docker. */
final class EmbeddedServer {
  static final String USER = "postgres";

  private EmbeddedServer() {}

  static PostgresServer start() {
    return start(settings(), "embedded");
  }

  /** What is committed is on the disk, as with a server that nobody has configured. */
  static PostgresServer startDurable() {
    // Said after the -F with which the library switches fsync off; the later word counts.
    return start(
        settings().setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on"),
        "embedded, durable");
  }

  private static PostgresServer start(EmbeddedPostgres.Builder settings, String origin) {
    try {
      // Its own shutdown hook stops the server and removes its files.
      return reachedBy(settings.start(), origin);
    } catch (IOException e) {
      throw new UncheckedIOException("The embedded PostgreSQL did not start", e);
    }
  }

  static EmbeddedPostgres.Builder settings() {
    return EmbeddedPostgres.builder()
        .setPGStartupWait(Duration.ofSeconds(30))
        // The same sort order on every machine.
        .setLocaleConfig("locale", "C")
        .setServerConfig("max_connections", "200");
  }

  private static PostgresServer reachedBy(EmbeddedPostgres embedded, String origin) {
    return new PostgresServer(origin, url(embedded.getPort(), USER), USER, "");
  }

  static String url(int port, String database) {
    return "jdbc:postgresql://localhost:" + port + "/" + database;
  }
}
