// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses the PostgreSQL of this JVM, once, in the order that {@link EachDatabase} documents. */
final class SharedPostgres {
  private final Map<String, String> environment;
  private final List<RuntimeException> failures = new ArrayList<>();

  SharedPostgres(Map<String, String> environment) {
    this.environment = environment;
  }

  static PostgresServer server() {
    return Holder.SERVER;
  }

  /** One whose commits are on the disk when they return: for measuring. */
  static PostgresServer durable() {
    return DurableHolder.SERVER;
  }

  PostgresServer choose() {
    return fromUrl()
        .or(this::fromWantedContainer)
        .or(this::embedded)
        .or(this::fromContainer)
        .orElseThrow(this::nothingStarted);
  }

  private Optional<PostgresServer> fromUrl() {
    return Optional.ofNullable(environment.get("SPANLEDGER_TEST_PG_URL"))
        .map(
            url ->
                new PostgresServer(
                    "SPANLEDGER_TEST_PG_URL",
                    url,
                    environment.getOrDefault("SPANLEDGER_TEST_PG_USER", "postgres"),
                    environment.getOrDefault("SPANLEDGER_TEST_PG_PASSWORD", "")));
  }

  private Optional<PostgresServer> fromWantedContainer() {
    boolean wanted = "true".equalsIgnoreCase(environment.get("SPANLEDGER_TEST_TESTCONTAINERS"));
    boolean docker = new DockerEngine(environment).answers();
    if (!docker) {
      Announcement.once("Testcontainers: no Docker engine, skipped");
    } else if (!wanted) {
      Announcement.once(
          "Testcontainers: not used; SPANLEDGER_TEST_TESTCONTAINERS=true runs the tests on it");
    }
    return wanted && docker ? ContainerPostgres.start() : Optional.empty();
  }

  private Optional<PostgresServer> embedded() {
    try {
      return Optional.of(EmbeddedServer.start());
    } catch (RuntimeException e) {
      failures.add(e);
      return Optional.empty();
    }
  }

  private Optional<PostgresServer> fromContainer() {
    return new DockerEngine(environment).answers() ? ContainerPostgres.start() : Optional.empty();
  }

  private IllegalStateException nothingStarted() {
    IllegalStateException failure =
        new IllegalStateException(
            "No PostgreSQL for the tests: SPANLEDGER_TEST_PG_URL is not set, the embedded server"
                + " did not start (see the suppressed error), and no Docker engine answers");
    failures.forEach(failure::addSuppressed);
    return failure;
  }

  /** Starts the server when the first test asks; the JVM's exit stops it. */
  private static final class Holder {
    static final PostgresServer SERVER = announced(new SharedPostgres(System.getenv()).choose());
  }

  /** A server of its own, unless a URL names one: the tests' forgets what a crash would lose. */
  private static final class DurableHolder {
    static final PostgresServer SERVER =
        announced(
            new SharedPostgres(System.getenv()).fromUrl().orElseGet(EmbeddedServer::startDurable));
  }

  private static PostgresServer announced(PostgresServer server) {
    Announcement.once(server.description());
    return server;
  }
}
