// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

import java.util.Optional;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The PostgreSQL of a Docker image. Touches Testcontainers' classes only when it is started. */
final class ContainerPostgres {
  private static final String IMAGE = "postgres:17-alpine";

  private ContainerPostgres() {}

  // Testcontainers' Ryuk removes the container after the JVM's exit, so nothing closes it here.
  @SuppressWarnings("resource")
  static Optional<PostgresServer> start() {
    PostgreSQLContainer container =
        new PostgreSQLContainer(IMAGE).withUsername("postgres").withPassword("postgres");
    container.setCommand("postgres", "-c", "fsync=off", "-c", "max_connections=200");
    container.start();
    return Optional.of(
        new PostgresServer(
            "Testcontainers " + IMAGE,
            container.getJdbcUrl(),
            container.getUsername(),
            container.getPassword()));
  }
}
