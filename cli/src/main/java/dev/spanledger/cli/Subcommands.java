// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All commands, in the order in which help lists them. Only those that were typed are looked at:
 * each costs some ten milliseconds, which everybody would wait for.
 */
final class Subcommands {
  static final List<String> NAMES =
      List.of(
          "serve",
          "open",
          "list",
          "show",
          "span",
          "messages",
          "grep",
          "diff",
          "why",
          "stats",
          "sessions",
          "session",
          "tail",
          "export",
          "import",
          "sql",
          "schema",
          "prune",
          "mcp",
          "setup-agent");

  private Subcommands() {}

  /**
   * Adds them: of those that were not typed the name alone, for who has misspelt it; where none was
   * typed, all of them whole, for help.
   *
   * @param typed every word of the command line
   */
  static void add(CommandLine line, SpanledgerCommand root, Set<String> typed) {
    boolean help = Collections.disjoint(NAMES, typed);
    for (String name : NAMES) {
      if (help || typed.contains(name)) {
        line.addSubcommand(command(name, root));
      } else {
        line.addSubcommand(name, CommandSpec.create().name(name));
      }
    }
  }

  /** A switch: twenty references to constructors would cost more than the commands. */
  private static Object command(String name, SpanledgerCommand root) {
    return switch (name) {
      case "serve" -> new ServeCommand(root);
      case "open" -> new OpenCommand(root);
      case "list" -> new ListCommand(root);
      case "show" -> new ShowCommand(root);
      case "span" -> new SpanCommand(root);
      case "messages" -> new MessagesCommand(root);
      case "grep" -> new GrepCommand(root);
      case "diff" -> new DiffCommand(root);
      case "why" -> new WhyCommand(root);
      case "stats" -> new StatsCommand(root);
      case "sessions" -> new SessionsCommand(root);
      case "session" -> new SessionCommand(root);
      case "tail" -> new TailCommand(root);
      case "export" -> new ExportCommand(root);
      case "import" -> new ImportCommand(root);
      case "sql" -> new SqlCommand(root);
      case "schema" -> new SchemaCommand(root);
      case "prune" -> new PruneCommand(root);
      case "mcp" -> new McpCommand(root);
      case "setup-agent" -> new SetupAgentCommand(root);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
