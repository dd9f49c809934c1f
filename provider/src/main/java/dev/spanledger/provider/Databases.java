// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pools of our own, for users who give a URL instead of a DataSource. */
final class Databases {
  /** One connection writes; the others are for readers. */
  private static final int CONNECTIONS = 4;

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

  private static final Pattern CREDENTIALS = Pattern.compile("^[^?;]*//[^/?;]*@");

  private Databases() {}

  /**
   * A pool, to be closed by whoever asked for it. It connects, and starts its threads, when it is
   * first used.
   *
   * @throws IllegalArgumentException where the URL is no JDBC URL, or its driver is not on the
   *     class path
   */
  static HikariDataSource open(String url, @Nullable String user, @Nullable String password) {
    requireJdbc(url);
    requireDriver(url);
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName("spanledger");
    pool.setJdbcUrl(url);
    pool.setUsername(user);
    pool.setPassword(password);
    pool.setMaximumPoolSize(CONNECTIONS);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    // One try: a wrong password does not become right by waiting, and its message must not get
    // lost.
    pool.setInitializationFailTimeout(1);
    if (isInMemory(url)) {
      keepOneConnection(pool);
    }
    return pool;
  }

  /** Each connection to :memory: is a database of its own, gone when the connection is closed. */
  private static void keepOneConnection(HikariDataSource pool) {
    pool.setMaximumPoolSize(1);
    pool.setMaxLifetime(0);
    pool.setIdleTimeout(0);
  }

  private static void requireJdbc(String url) {
    if (!url.startsWith("jdbc:")) {
      throw new IllegalArgumentException(
          "'%s' is no JDBC URL; it begins with jdbc:postgresql:// or jdbc:sqlite:"
              .formatted(withoutSecrets(url)));
    }
    if (CREDENTIALS.matcher(url).find()) {
      throw new IllegalArgumentException(
          "'%s' has a user or password before the host, where JDBC drivers do not look: give them as arguments, or as spanledger.jdbc.user and spanledger.jdbc.password"
              .formatted(withoutSecrets(url)));
    }
  }

  private static void requireDriver(String url) {
    try {
      DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw new IllegalArgumentException(
          "no JDBC driver takes '%s': is the URL right, and the driver (org.postgresql:postgresql or org.xerial:sqlite-jdbc) on the class path?"
              .formatted(withoutSecrets(url)),
          e);
    }
  }

  private static boolean isInMemory(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    return lower.startsWith("jdbc:sqlite:")
        && (lower.contains(":memory:")
            || lower.contains("mode=memory")
            || lower.equals("jdbc:sqlite:"));
  }

  /** A URL may carry a password before its host, and behind a question mark or a semicolon. */
  private static String withoutSecrets(String url) {
    return url.replaceFirst("[?;].*", "").replaceFirst("//.*@", "//");
  }
}
