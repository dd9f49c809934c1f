// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.databases;

import java.nio.file.Path;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteJDBCLoader;

/** SQLite as users have it: a file, not memory. */
final class SqliteFile {
  private SqliteFile() {}

  static TestDatabase create() {
    TemporaryDirectory directory = TemporaryDirectory.create("spanledger-sqlite-");
    Path file = directory.path().resolve("test.db");
    String description = "SQLite " + SQLiteJDBCLoader.getVersion();
    Announcement.once(description + " (file in a temporary directory)");
    return new TestDatabase(DatabaseKind.SQLITE, address(description, file), directory::delete);
  }

  private static TestDatabase.Address address(String description, Path file) {
    SQLiteDataSource dataSource = new SQLiteDataSource();
    dataSource.setUrl("jdbc:sqlite:" + file);
    return new TestDatabase.Address(description, dataSource.getUrl(), "", "", dataSource);
  }
}
