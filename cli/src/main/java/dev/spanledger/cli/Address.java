// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the traces are, and who asks.
 *
 * @param url a JDBC URL
 * @param password never printed
 */
public record Address(String url, @Nullable String user, @Nullable String password) {
  private static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRESQL = "postgresql://";
  private static final Pattern SECRET = Pattern.compile("(?i)(password|token|secret)=[^&;]*");

  /** User and password, where a JDBC URL has none. */
  private static final Pattern WHO = Pattern.compile("//[^/?]*@");

  /**
   * A JDBC URL, a URL as psql takes it, or the path of a SQLite file.
   *
   * @throws Trouble where it is none of them
   */
  static Address of(String db, @Nullable String user, @Nullable String password) {
    if (db.startsWith("jdbc:") && !db.matches("jdbc:(sqlite:.+|postgresql:.+)")) {
      throw new Trouble(
          Code.USAGE,
          "there is no driver for " + masked(db),
          "Spanledger's tables are in PostgreSQL (jdbc:postgresql://host/database) or SQLite (the file's path).");
    }
    if (db.startsWith("jdbc:") && WHO.matcher(db).find()) {
      throw new Trouble(
          Code.USAGE,
          "there is a user before the host in " + masked(db) + ", which JDBC does not know",
          "Write "
              + POSTGRESQL
              + "user@host/database without jdbc:, or give --db-user; the password is in SPANLEDGER_JDBC_PASSWORD.");
    }
    if (db.startsWith("jdbc:")) {
      return new Address(db, user, password);
    }
    if (db.startsWith(POSTGRESQL) || db.startsWith("postgres://")) {
      return ofUri(uri(db), user, password);
    }
    return new Address(SQLITE + db, user, password);
  }

  /** What is wrong with one is said without it: a password may be the reason. */
  private static URI uri(String db) {
    try {
      URI uri = new URI(db);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    throw new Trouble(
        Code.USAGE,
        "the URL of PostgreSQL is none",
        "In postgresql://user:password@host/database, other characters than letters and digits are written as %40 for @.");
  }

  private static Address ofUri(URI uri, @Nullable String user, @Nullable String password) {
    String[] who = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return new Address(
        "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
        user == null && who.length > 0 ? who[0] : user,
        password == null && who.length > 1 ? who[1] : password);
  }

  boolean isSqlite() {
    return url.startsWith(SQLITE);
  }

  /** The file of a SQLite database; null where the URL names no plain one. */
  @Nullable Path file() {
    if (!isSqlite() || url.startsWith(SQLITE + "file:") || url.startsWith(SQLITE + ":")) {
      return null;
    }
    int query = url.indexOf('?');
    return Path.of(url.substring(SQLITE.length(), query < 0 ? url.length() : query));
  }

  /**
   * The driver would make an empty file of a misspelt name.
   *
   * @throws Trouble where the file is not there
   */
  Address requireFile() {
    Path file = file();
    if (file != null && !Files.isRegularFile(file)) {
      throw new Trouble(
          Code.DATABASE,
          Files.isDirectory(file) ? file + " is a directory" : "there is no file " + file,
          "--db takes the path of a SQLite file, or a URL such as jdbc:postgresql://host/database.");
    }
    return this;
  }

  /** Whether the URL itself has a password. */
  boolean hasSecret() {
    return SECRET.matcher(url).find();
  }

  /** The same from whichever directory. */
  String absolute() {
    Path file = file();
    return file == null ? url : file.toAbsolutePath().normalize().toString();
  }

  /** What the driver is told beside the URL. */
  Properties properties() {
    Properties properties = new Properties();
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    return properties;
  }

  /** Without what nobody shall see. */
  @Override
  public String toString() {
    Path file = file();
    return file == null ? masked(url) : file.toString();
  }

  private static String masked(String url) {
    return WHO.matcher(SECRET.matcher(url).replaceAll("$1=...")).replaceAll("//...@");
  }
}
