// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Shows what the database knows about the conversations. */
final class Report {
  private final PrintWriter out;
  private final TraceReader reader;

  Report(PrintWriter out, TraceReader reader) {
    this.out = out;
    this.reader = reader;
  }

  /** Shows the longest run that ended well and the first that did not. */
  void printRuns(List<String> sessions) {
    List<TraceRow> runs =
        sessions.stream()
            .flatMap(session -> reader.list(TraceQuery.all().session(session)).traces().stream())
            .sorted(Comparator.comparing(TraceRow::startTime))
            .toList();
    runs.stream()
        .filter(run -> !run.status().equals("ERROR"))
        .max(Comparator.comparing(TraceRow::spanCount))
        .ifPresent(run -> printRun("One run, as it is stored", run));
    runs.stream()
        .filter(run -> run.status().equals("ERROR"))
        .findFirst()
        .ifPresent(run -> printRun("A run that failed", run));
  }

  private void printRun(String title, TraceRow run) {
    out.println(title + " (trace " + run.traceId() + "):");
    out.println("  " + Objects.requireNonNullElse(run.get(TraceColumns.INPUT_PREVIEW), ""));
    reader
        .trace(run.traceId())
        .ifPresent(tree -> RunTree.lines(tree.roots()).forEach(line -> out.println("  " + line)));
    out.println();
  }

  /** Shows how the SQL examples answer. */
  void printAnswers(Connection connection) throws SQLException {
    out.println("What plain SQL says about all runs of the last days (module sql-examples):");
    out.println();
    SqlAnswers.print(connection, out);
  }
}
