// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example of docs/cli.md is run, and its output compared. {@code
 * -Dspanledger.test.docs=write} writes what they say now.
 */
class CliPageTest {
  private static final Path PAGE = Path.of("../docs/cli.md");
  private static final String PROMPT = "$ spanledger ";

  @TempDir private Path directory;

  @EachDatabase
  void examplesSayWhatTheyShow(TestDatabase database) throws SQLException, IOException {
    Example.store(database);
    List<String> page = Files.readAllLines(PAGE);
    List<String> real = played(page, database);
    if (System.getProperty("spanledger.test.docs", "").equals("write")) {
      Files.write(PAGE, real);
    } else {
      assertThat(real).containsExactlyElementsOf(page);
    }
    assertThat(real).filteredOn(line -> line.startsWith(PROMPT)).hasSizeGreaterThan(20);
  }

  private List<String> played(List<String> page, TestDatabase database) {
    List<String> real = new ArrayList<>();
    boolean example = false;
    boolean fenced = false;
    for (String line : page) {
      fenced ^= line.startsWith("```");
      example &= fenced;
      if (fenced && line.startsWith(PROMPT)) {
        example = true;
        real.add(line);
        play(line.substring(PROMPT.length()), database).lines().forEach(real::add);
      } else if (!example) {
        real.add(line);
      }
    }
    return real;
  }

  /** Files are in a directory of their own; a copy is no database of the environment's user. */
  private String play(String line, TestDatabase database) {
    String typed = line.replace('"', '\'').replaceAll("(\\w+\\.(json|html|db))", directory + "/$1");
    Typed.Outcome outcome = Typed.at(database).line(typed);
    return (outcome.out() + outcome.err()).replace(directory + "/", "");
  }
}
