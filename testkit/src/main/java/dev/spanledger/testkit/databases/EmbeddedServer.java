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
    try {
      // Its own shutdown hook stops the server and removes its files.
      return reachedBy(settings().start());
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

  static PostgresServer reachedBy(EmbeddedPostgres embedded) {
    return new PostgresServer("embedded", url(embedded.getPort(), USER), USER, "");
  }

  static String url(int port, String database) {
    return "jdbc:postgresql://localhost:" + port + "/" + database;
  }
}
