// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

/** Work that takes long, by a clock that says so. */
class ProgressTest {
  private static final String CLEARED = "\r\u001b[K";

  @TempDir private Path directory;

  @EachDatabase
  void isOneLineBeforeAPerson(TestDatabase database) throws SQLException {
    Example.store(database);
    assertThat(Typed.at(database).slowly().interactive().run("grep", "A-1007").err())
        .isEqualTo(
            CLEARED
                + "0 of 2 runs looked through"
                + CLEARED
                + "1 of 2 runs looked through"
                + CLEARED);
    assertThat(Typed.at(database).slowly().interactive().run("grep", "--no-progress", "x").err())
        .isEmpty();
    assertThat(Typed.at(database).interactive().run("grep", "A-1007").err())
        .as("quick work")
        .isEmpty();
  }

  @EachDatabase
  void isALineEachTimeWhereItIsAskedFor(TestDatabase database) throws SQLException {
    Example.store(database);
    assertThat(Typed.at(database).slowly().run("grep", "A-1007").err()).isEmpty();
    assertThat(Typed.at(database).slowly().run("--progress", "grep", "A-1007").err())
        .isEqualTo("# 0 of 2 runs looked through\n# 1 of 2 runs looked through\n");
  }

  @EachDatabase
  void isSaidOfFilesToo(TestDatabase database) throws SQLException {
    Example.store(database);
    for (String format : new String[] {"otlp", "html"}) {
      String file = directory.resolve(format).toString();
      Typed.Outcome written =
          Typed.at(database).slowly().run("export", "--to", format, "-o", file, "--progress");
      assertThat(written.err())
          .contains("# 0.0 MB written\n")
          .endsWith("written to " + file + "\n");
    }
    Typed.Outcome read =
        Typed.at(database)
            .slowly()
            .run("import", directory.resolve("otlp").toString(), "--progress");
    assertThat(read.code()).as(read.err()).isZero();
    assertThat(read.err()).contains("otlp: 11 spans so far\n");
  }
}
