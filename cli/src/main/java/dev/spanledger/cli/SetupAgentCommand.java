// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import dev.spanledger.export.AtomicFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells a coding agent how to start the server. */
@Command(
    name = "setup-agent",
    sortOptions = false,
    header = "Write the configuration with which a coding agent uses spanledger mcp.",
    description = {
      "",
      "What is in the file stays. A password is never written: the client hands its own environment"
          + " variable SPANLEDGER_JDBC_PASSWORD on.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spanledger setup-agent --client claude --db traces.db",
      "  spanledger setup-agent --client codex --db jdbc:postgresql://host/traces --print"
    })
final class SetupAgentCommand implements Callable<Integer> {
  private final SpanledgerCommand root;

  @Option(
      names = "--client",
      required = true,
      paramLabel = "CLIENT",
      description =
          "claude (.mcp.json), cursor (.cursor/mcp.json), vscode (.vscode/mcp.json) or codex"
              + " (.codex/config.toml).")
  private AgentClient client = AgentClient.CLAUDE;

  @Option(
      names = "--dir",
      paramLabel = "DIRECTORY",
      description = "The project, or the home directory. Default: the current directory.")
  private Path directory = Path.of("");

  @Option(names = "--print", description = "Print what the file would be, and write nothing.")
  private boolean print;

  SetupAgentCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    Path file = directory.resolve(client.file());
    String existing = Files.exists(file) ? Files.readString(file) : "";
    String wanted = entry().into(client, existing);
    if (print) {
      root.terminal().out().print(wanted);
    } else if (wanted.equals(existing)) {
      root.terminal().out().println(file + " is as it should be");
    } else {
      write(file, wanted);
      root.terminal()
          .out()
          .println(file + " written: restart " + client + ", and ask it about your last run");
    }
    return 0;
  }

  private static void write(Path file, String wanted) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          out.write(wanted.getBytes(StandardCharsets.UTF_8));
          return true;
        });
  }

  private ServerEntry entry() {
    Address address = root.address();
    if (address.hasSecret()) {
      throw new Trouble(
          Code.REFUSED,
          "the URL has a password in it, which shall stand in no file",
          "Leave it out, and set SPANLEDGER_JDBC_PASSWORD where the client is started.");
    }
    List<String> arguments = new ArrayList<>(self());
    arguments.addAll(List.of("mcp", "--db", address.absolute()));
    add(arguments, "--db-user", address.user());
    add(arguments, "--schema-name", root.database().schemaName(root.terminal()));
    List<String> variables = address.isSqlite() ? List.of() : List.of("SPANLEDGER_JDBC_PASSWORD");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ServerEntry(java.toString(), arguments, variables);
  }

  private static void add(List<String> arguments, String option, @Nullable String value) {
    if (value != null) {
      arguments.add(option);
      arguments.add(value);
    }
  }

  /** How this program was started. */
  private static List<String> self() {
    try {
      Path code = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return code.toString().endsWith("spanledger.jar")
          ? List.of("-jar", code.toString())
          : List.of("-cp", System.getProperty("java.class.path"), Main.class.getName());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
