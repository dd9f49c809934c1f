// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All commands, in the order in which help lists them. Only those that were typed are looked at in
 * full: each costs tens of milliseconds, which everybody would wait for.
 */
final class Subcommands {
  private static final List<Entry> ALL =
      List.of(
          new Entry(ServeCommand.class, ServeCommand::new),
          new Entry(OpenCommand.class, OpenCommand::new),
          new Entry(ListCommand.class, ListCommand::new),
          new Entry(ShowCommand.class, ShowCommand::new),
          new Entry(SpanCommand.class, SpanCommand::new),
          new Entry(MessagesCommand.class, MessagesCommand::new),
          new Entry(GrepCommand.class, GrepCommand::new),
          new Entry(DiffCommand.class, DiffCommand::new),
          new Entry(WhyCommand.class, WhyCommand::new),
          new Entry(StatsCommand.class, StatsCommand::new),
          new Entry(SessionsCommand.class, SessionsCommand::new),
          new Entry(SessionCommand.class, SessionCommand::new),
          new Entry(TailCommand.class, TailCommand::new),
          new Entry(ExportCommand.class, ExportCommand::new),
          new Entry(ImportCommand.class, ImportCommand::new),
          new Entry(SqlCommand.class, SqlCommand::new),
          new Entry(SchemaCommand.class, SchemaCommand::new),
          new Entry(PruneCommand.class, PruneCommand::new),
          new Entry(McpCommand.class, McpCommand::new),
          new Entry(SetupAgentCommand.class, SetupAgentCommand::new));

  private Subcommands() {}

  private record Entry(Class<?> type, Function<SpanledgerCommand, Object> command) {}

  /**
   * Adds them.
   *
   * @param typed every word of the command line
   */
  static void add(CommandLine line, SpanledgerCommand root, Set<String> typed) {
    for (Entry entry : ALL) {
      Command command = entry.type.getAnnotation(Command.class);
      if (typed.contains(command.name())) {
        line.addSubcommand(entry.command.apply(root));
      } else {
        line.addSubcommand(command.name(), named(command));
      }
    }
  }

  /** For the list in the help, and for who has misspelt it. */
  private static CommandSpec named(Command command) {
    CommandSpec spec = CommandSpec.create().name(command.name());
    spec.usageMessage().header(command.header());
    return spec;
  }
}
