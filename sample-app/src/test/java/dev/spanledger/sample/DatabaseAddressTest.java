// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseAddressTest {
  @Test
  void secretsAreNotShown() {
    DatabaseAddress address =
        new DatabaseAddress("jdbc:postgresql://db/shop?user=me&password=s3cret", "me", "s3cret");

    assertThat(address).hasToString("jdbc:postgresql://db/shop");
    assertThat(address.shellCommand("SELECT 1"))
        .isEqualTo("psql -U me -d 'postgresql://db/shop' -c \"SELECT 1\"");
  }

  @Test
  void sqliteIsShownAsAFile(@TempDir Path directory) {
    Path file = directory.resolve("a.db");
    DatabaseAddress address = new DatabaseAddress("jdbc:sqlite:" + file, null, null);

    assertThat(address).hasToString(file.toString());
    assertThat(address.shellCommand("SELECT 1"))
        .isEqualTo("sqlite3 -box '" + file + "' \"SELECT 1\"");
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAtOnce(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("a.db"), "This is not a database.".repeat(50));

    assertThatThrownBy(() -> new DatabaseAddress("jdbc:sqlite:" + file, null, null).open())
        .isInstanceOf(SQLException.class)
        .hasMessageStartingWith("cannot open " + file)
        .hasMessageContaining("not a database");
  }
}
