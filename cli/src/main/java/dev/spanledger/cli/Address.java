// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import java.net.URI;
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
  private static final Pattern SECRET = Pattern.compile("(?i)(password|token|secret)=[^&;]*");

  /**
   * A JDBC URL, a URL as psql takes it, or the path of a SQLite file.
   *
   * @throws Trouble where it is none of them
   */
  static Address of(String db, @Nullable String user, @Nullable String password) {
    if (db.startsWith("jdbc:") && !db.matches("jdbc:(sqlite:.+|postgresql:.+)")) {
      throw new Trouble(
          Code.USAGE,
          "there is no driver for " + SECRET.matcher(db).replaceAll("$1=..."),
          "Spanledger's tables are in PostgreSQL (jdbc:postgresql://host/database) or SQLite (the file's path).");
    }
    if (db.startsWith("jdbc:")) {
      return new Address(db, user, password);
    }
    if (db.startsWith("postgresql://") || db.startsWith("postgres://")) {
      return ofUri(URI.create(db), user, password);
    }
    return new Address(SQLITE + db, user, password);
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
    return file == null ? SECRET.matcher(url).replaceAll("$1=...") : file.toString();
  }
}
