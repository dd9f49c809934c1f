// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** {@code -Dspanledger.test.docs=write} writes what the parser of options says now. */
class RootHelpTest {
  private static final Path FILE = Path.of("src/main/resources/dev/spanledger/cli/help.txt");

  private final CommandLine line = SpanledgerCommand.line(Typed.nowhere().terminal(), Set.of());

  @Test
  void saysWhatTheParserWouldSay() throws IOException {
    String coloured = usage(Ansi.ON);
    if (System.getProperty("spanledger.test.docs", "").equals("write")) {
      Files.writeString(FILE, coloured);
      return;
    }
    assertThat(RootHelp.text(true)).isEqualTo(coloured).contains("\u001b[");
    assertThat(RootHelp.text(false)).isEqualTo(usage(Ansi.OFF));
  }

  @Test
  void everyCommandIsFoundByItsName() {
    assertThat(line.getSubcommands().keySet()).containsExactlyElementsOf(Subcommands.NAMES);
    assertThat(line.getSubcommands())
        .allSatisfy((name, command) -> assertThat(command.getCommandName()).isEqualTo(name));
  }

  @Test
  void theParserIsAskedForAnythingElse() {
    String help = RootHelp.text(false);
    assertThat(Typed.nowhere().run().out()).isEqualTo(help);
    assertThat(Typed.nowhere().run("--db", "x.db").out()).isEqualTo(help);
    assertThat(Typed.nowhere().run("--format", "json", "-h").out()).isEqualTo(help);
    assertThat(Typed.nowhere().run("list", "--help").out()).startsWith("List runs, newest first");
  }

  private String usage(Ansi ansi) {
    return line.getUsageMessage(CommandLine.Help.defaultColorScheme(ansi))
        .replace(System.lineSeparator(), "\n");
  }
}
