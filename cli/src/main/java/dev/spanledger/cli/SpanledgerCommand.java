// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.export.Browser;
import dev.spanledger.schema.TraceReader;
import java.net.URI;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root: what all commands have in common. */
@Command(
    name = "spanledger",
    versionProvider = Version.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    header =
        "See what AI agents did: runs, spans, messages, failures and cost, from your own database.",
    description = {
      "",
      "A run (trace) is named by the first characters of its id, a span by its number in the run or"
          + " by its id: 4f2a/9. Every answer that is cut says how to go on.",
      ""
    },
    footerHeading = "%nStart here:%n",
    footer = {
      "  spanledger list --db traces.db             the newest runs",
      "  spanledger open last                       the newest run in a browser",
      "  spanledger list --errors --since 1d        what failed today",
      "  spanledger why 4f2a                        why that run failed, or took so long",
      "  spanledger show 4f2a                       its steps, a line each",
      "  spanledger span 4f2a/9 --field output      what the ninth step answered",
      "  spanledger sql 'SELECT ...'                ask in SQL; spanledger schema says what there is",
      "",
      "Database: --db, else -Dspanledger.jdbc.url, SPANLEDGER_DB, SPANLEDGER_JDBC_URL. User and password:",
      "SPANLEDGER_JDBC_USER and SPANLEDGER_JDBC_PASSWORD. What reads needs no right to write.",
      "",
      "Exit codes: 0 done; 1 nothing found, or a difference; 2 usage; 3 database not reachable or",
      "without tables; 4 no such run or span; 5 more than one; 6 refused; 7 took too long; 70 a bug.",
      "Errors are 'spanledger: message' on standard error, with --format json",
      "{\"error\",\"code\",\"hint\"}. NO_COLOR switches colours off."
    })
final class SpanledgerCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Say what this does.")
  @SuppressWarnings("UnusedVariable") // picocli asks for it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Say which version this is.")
  @SuppressWarnings("UnusedVariable") // picocli asks for it
  private boolean version;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      hidden = true,
      description = "Where something goes wrong, print all about it.")
  private boolean stacktrace;

  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  private final Terminal terminal;

  private SpanledgerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * The command line.
   *
   * @param words what was typed
   */
  static CommandLine line(Terminal terminal, Set<String> words) {
    SpanledgerCommand root = new SpanledgerCommand(terminal);
    CommandLine line = new CommandLine(root);
    Subcommands.add(line, root, words);
    line.setOut(terminal.out()).setErr(terminal.err());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(root.ansi()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false);
    line.setUsageHelpWidth(100);
    line.setExecutionExceptionHandler(root::failed);
    line.setParameterExceptionHandler(root::misused);
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(terminal.out());
  }

  Terminal terminal() {
    return terminal;
  }

  /** The database that the options name. */
  Ledger ledger() {
    return Ledger.reading(address(), database.schemaName(terminal));
  }

  /** For what needs no content; says so where some of it is hidden from the role. */
  TraceReader outlines() {
    TraceReader reader = ledger().reader();
    if (!reader.hiddenColumns().isEmpty()) {
      terminal
          .err()
          .println(
              "# this role does not see what was said: errors have no message, calls no input");
    }
    return reader;
  }

  /** The database, to be written to. */
  Ledger writableLedger() {
    return Ledger.writing(address(), database.schemaName(terminal));
  }

  /** Says why there is no line. */
  void saysNothing(String why) {
    if (output.isText()) {
      terminal.err().println("# " + why);
    }
  }

  /** Shows a page to whoever sits at the terminal; the address was printed. */
  void browse(String url) {
    Browser.open(URI.create(url), terminal.setting(), terminal.interactive());
  }

  Address address() {
    return database.address(terminal);
  }

  /** An environment variable that has to be there. */
  String requiredSetting(String variable) {
    String value = terminal.setting().apply(variable);
    if (value == null || value.isBlank()) {
      throw new Trouble(
          Trouble.Code.USAGE, "the environment variable " + variable + " is not set", null);
    }
    return value;
  }

  DatabaseOptions database() {
    return database;
  }

  OutputOptions output() {
    return output;
  }

  private CommandLine.Help.Ansi ansi() {
    return terminal.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
  }

  private int failed(Exception error, CommandLine line, CommandLine.ParseResult parsed) {
    Trouble trouble = Troubles.of(error);
    output.print(trouble, terminal);
    if (stacktrace) {
      error.printStackTrace(terminal.err());
    }
    return trouble.code().exit();
  }

  private int misused(ParameterException error, String[] args) {
    String command = error.getCommandLine().getCommandSpec().qualifiedName();
    List<String> similar = similar(error);
    String help = command + " --help says what it takes.";
    String hint =
        similar.isEmpty() ? help : "Did you mean: " + String.join(", ", similar) + "? " + help;
    // The options of output may not have been parsed yet.
    boolean json = List.of(args).contains("json") || List.of(args).contains("--format=json");
    Trouble trouble = new Trouble(Trouble.Code.USAGE, message(error), hint);
    OutputOptions.print(trouble, json, terminal);
    return trouble.code().exit();
  }

  /** Of a word in a command's place, the parser says only where it stands. */
  private static String message(ParameterException error) {
    return error instanceof CommandLine.UnmatchedArgumentException unmatched
            && error.getCommandLine().getParent() == null
            && !unmatched.isUnknownOption()
        ? "there is no command " + unmatched.getUnmatched().get(0)
        : String.valueOf(error.getMessage());
  }

  private static List<String> similar(ParameterException error) {
    return error instanceof CommandLine.UnmatchedArgumentException unmatched
        ? unmatched.getSuggestions()
        : List.of();
  }
}
