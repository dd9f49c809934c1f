// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Pools of our own, for users who give a URL instead of a DataSource. */
final class Databases {
  /** One connection writes; the others are for readers. */
  private static final int CONNECTIONS = 4;

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

  private Databases() {}

  /**
   * A pool, to be closed by whoever asked for it.
   *
   * @throws IllegalArgumentException where the URL is no JDBC URL, or its driver is not on the
   *     class path
   */
  static HikariDataSource open(String url, @Nullable String user, @Nullable String password) {
    requireJdbc(url);
    HikariConfig config = new HikariConfig();
    config.setPoolName("spanledger");
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(isInMemory(url) ? 1 : CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    // The first connection is made by the schema check, which explains what went wrong.
    config.setInitializationFailTimeout(-1);
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "%s cannot be opened: %s. Is the driver (org.postgresql:postgresql or org.xerial:sqlite-jdbc) on the class path?"
              .formatted(withoutSecrets(url), e.getMessage()),
          e);
    }
  }

  private static void requireJdbc(String url) {
    if (!url.startsWith("jdbc:")) {
      throw new IllegalArgumentException(
          "'%s' is no JDBC URL; it begins with jdbc:postgresql:// or jdbc:sqlite:"
              .formatted(withoutSecrets(url)));
    }
  }

  /** Each connection to :memory: is a database of its own. */
  private static boolean isInMemory(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    return lower.startsWith("jdbc:sqlite:")
        && (lower.contains(":memory:") || lower.equals("jdbc:sqlite:"));
  }

  /** A URL may carry a password behind its question mark. */
  private static String withoutSecrets(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }
}
