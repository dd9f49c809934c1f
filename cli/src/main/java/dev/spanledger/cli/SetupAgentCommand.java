// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import dev.spanledger.export.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
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
    String existing = existing(file);
    ServerEntry entry = entry();
    String wanted = entry.into(client, existing);
    if (print) {
      root.terminal().out().print(wanted);
    } else if (wanted.equals(existing)) {
      root.terminal().out().println(file.toAbsolutePath() + " is as it should be");
    } else {
      write(file, wanted);
      report(file, entry, existing.isBlank());
    }
    return 0;
  }

  private static String existing(Path file) throws IOException {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (CharacterCodingException e) {
      throw new Trouble(Code.REFUSED, file + " is not in UTF-8, and is left as it is", null, e);
    }
  }

  /** What is in the file now that was not, and what to do. */
  private void report(Path file, ServerEntry entry, boolean made) {
    PrintWriter out = root.terminal().out();
    out.println(
        "%s %s: %s.spanledger; %s"
            .formatted(
                file.toAbsolutePath().normalize(),
                made ? "written" : "changed",
                client.section(),
                made ? "nothing else is in it" : "everything else is as it was"));
    out.println("  starts: " + entry.line());
    if (!entry.variables().isEmpty()) {
      out.println(
          "  hands on: " + String.join(", ", entry.variables()) + " of the client's environment");
    }
    out.println("  next: " + client.next());
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
