// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.sample.modelserver.Latency;
import dev.spanledger.sample.shop.SupportDesk;
import java.io.PrintWriter;
import java.io.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lets a support agent talk to a dozen customers and shows what its database knows afterwards. */
@Command(
    name = "spanledger-sample",
    sortOptions = false,
    header = "Plays a dozen support conversations of an AI agent and traces them into SQL tables.",
    description = {
      "",
      "The agent is built with LangChain4j: it calls a model, the model calls tools and another"
          + " agent, and every step ends up as a row of agent_spans, every run as a row of"
          + " agent_traces. Two of the conversations fail on purpose.",
      ""
    },
    footer = {
      "",
      "The model is a script unless OPENAI_API_KEY is set; then it is the real service.",
      "OPENAI_BASE_URL, OPENAI_MODEL and OPENAI_SPECIALIST_MODEL say which.",
      "",
      "Examples (through Maven: mvn -q compile exec:exec -pl sample-app -am -Dsample.args=\"...\"):",
      "  spanledger-sample",
      "  spanledger-sample --serve",
      "  spanledger-sample --jdbc-url jdbc:postgresql://localhost/shop --jdbc-user me \\",
      "      --jdbc-password secret",
      "  spanledger-sample --trace-jdbc-url jdbc:sqlite:traces.db",
      ""
    })
final class SampleApp implements Callable<Integer> {
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(10);
  private static final String QUERY =
      "SELECT name, status, duration_ms, total_tokens, input_preview"
          + " FROM agent_traces ORDER BY start_time DESC LIMIT 10";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  @Mixin private DatabaseOptions databases = new DatabaseOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this and do nothing.")
  @SuppressWarnings("UnusedVariable") // picocli asks for it
  private boolean help;

  @Option(
      names = "--conversations",
      paramLabel = "N",
      description = "How many conversations; they repeat after 12. Default: ${DEFAULT-VALUE}.")
  private int conversations = 12;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "What the scripted model's pace is drawn from. Default: ${DEFAULT-VALUE}.")
  private long seed = 42;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print where the data lies and nothing else.")
  private boolean quiet;

  @Option(names = "--serve", description = "Show the traces in a browser afterwards, until Ctrl-C.")
  private boolean serve;

  @Option(names = "--stacktrace", description = "Where something goes wrong, print all about it.")
  private boolean stacktrace;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, String> environment;
  private final Clock clock;
  private final LongFunction<Latency> latency;

  /** The latency is drawn from the seed. */
  SampleApp(Map<String, String> environment, Clock clock, LongFunction<Latency> latency) {
    this.environment = environment;
    this.clock = clock;
    this.latency = latency;
  }

  public static void main(String[] args) {
    SampleApp app = new SampleApp(System.getenv(), Clock.systemUTC(), Latency::realistic);
    System.exit(app.commandLine().execute(args));
  }

  CommandLine commandLine() {
    return new CommandLine(this).setExecutionExceptionHandler(this::failed);
  }

  @Override
  public Integer call() throws Exception {
    if (conversations < 1) {
      throw new ParameterException(spec.commandLine(), "--conversations must be 1 or more");
    }
    try (HikariDataSource shop = databases.shop().open();
        Spanledger ledger = Tracing.start(databases, shop);
        ModelAccess models = ModelAccess.open(environment, latency.apply(seed))) {
      PrintWriter progress = quiet ? new PrintWriter(Writer.nullWriter()) : out();
      progress.printf("Shop    %s%n", databases.shop());
      progress.printf("Traces  %s%n", databases.traces());
      progress.printf("Model   %s%n%n", models);
      progress.println("Conversations (of a dozen, the 7th and the 9th fail on purpose):");
      SupportDesk desk = new SupportDesk(shop, models.chatModels());
      ConversationRunner runner = new ConversationRunner(desk, progress);
      int code =
          report(
              ledger,
              runner.playAll(Conversation.load(conversations), STAMP.format(clock.instant())));
      if (serve) {
        Viewing.untilInterrupted(ledger.reader(), databases.traces().toString(), out());
      }
      return code;
    }
  }

  private int report(Spanledger ledger, List<String> sessions) throws SQLException {
    if (!ledger.flush(FLUSH_TIMEOUT)) {
      spec.commandLine().getErr().println("spanledger-sample: not all is stored: " + ledger);
      return ExitCode.SOFTWARE;
    }
    if (!quiet) {
      out().println();
      Report report = new Report(out(), ledger.reader());
      report.printRuns(sessions);
      try (Connection connection = databases.traces().connect()) {
        report.printAnswers(connection);
      }
    }
    out().println("The traces are in " + databases.traces() + ". Ask on:");
    out().println("  " + databases.traces().shellCommand(QUERY));
    return ExitCode.OK;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private int failed(Exception error, CommandLine line, CommandLine.ParseResult parsed) {
    line.getErr().println("spanledger-sample: " + OneLine.of(error));
    if (stacktrace) {
      error.printStackTrace(line.getErr());
    }
    return ExitCode.SOFTWARE;
  }
}
