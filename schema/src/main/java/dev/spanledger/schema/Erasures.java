// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases the traces of a person: {@link Upkeep#erasures()}. First it is written down who is erased,
 * from when on no writer stores a span of theirs that began before; then their traces go, some at a
 * time; then the contents that nothing else names. Whatever breaks it off, the same call, or the
 * next maintenance, goes on with it. For one thread at a time.
 */
public final class Erasures {
  private static final Logger log = LoggerFactory.getLogger(TraceSchema.class);

  /** At a time, so that writers wait for moments only. */
  private static final int TRACES = 50;

  private static final List<String> TABLES =
      List.of(
          "agent_spans",
          "agent_contents",
          "agent_traces",
          "agent_scores",
          "agent_quarantine",
          "agent_open_spans",
          "agent_erasures");

  private final Upkeep upkeep;
  private final Dialect dialect;

  Erasures(Upkeep upkeep, Dialect dialect) {
    this.upkeep = upkeep;
    this.dialect = dialect;
  }

  /**
   * Erases whole traces: those of which a span is the subject's. Runs that are going on should have
   * ended.
   *
   * @param goesOn asked before each piece of work; once it says no, the rest is left undone
   * @return what this call has removed
   * @throws TraceSchemaException where the database does not answer or refuses; what was done by
   *     then is committed
   */
  public ErasureReport erase(DataSubject subject, BooleanSupplier goesOn) {
    upkeep.erasing(connection -> request(connection, subject));
    return goOn(subject, goesOn);
  }

  /** Those that were begun so long ago and are not finished. */
  public List<DataSubject> unfinished(Duration age) {
    String sql =
        "SELECT subject_kind, subject_id FROM %s WHERE finished_at IS NULL AND subject_id IS NOT NULL AND requested_at <= %s ORDER BY requested_at"
            .formatted(table(), dialect.now(age.negated()));
    return upkeep.call(
        connection -> {
          List<DataSubject> subjects = new ArrayList<>();
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
              subjects.add(new DataSubject(kind(rows.getString(1)), rows.getString(2)));
            }
          }
          return subjects;
        });
  }

  /** Goes on with an erasure that was begun; as {@link #erase}. */
  public ErasureReport goOn(DataSubject subject, BooleanSupplier goesOn) {
    ErasureReport report = ErasureReport.NONE;
    SubjectTraces traces = new SubjectTraces(upkeep, dialect, subject);
    for (Set<String> found = traces.find(goesOn); !found.isEmpty(); ) {
      ErasureReport round = eraseAll(subject, found, goesOn);
      report = report.plus(round);
      if (!round.complete()) {
        return report;
      }
      // A trace is found by its own id whether anything of it is left or not.
      found = subject.kind() == DataSubject.Kind.TRACE ? Set.of() : traces.find(goesOn);
    }
    report = report.plus(upkeep.erasing(connection -> eraseUntraced(connection, subject)));
    for (LocalDate day : upkeep.call(connection -> days(connection, subject))) {
      report = report.plusContents(new OrphanedContents(upkeep, dialect, day).remove(goesOn));
    }
    if (!goesOn.getAsBoolean()) {
      return report.broken();
    }
    upkeep.erasing(connection -> finish(connection, subject));
    tidy();
    return report;
  }

  /**
   * Forgets who was erased so long ago: by then no queue and no disk can have spans of theirs.
   *
   * @return how many were forgotten
   */
  public int forget(Duration age) {
    String sql =
        "DELETE FROM %s WHERE finished_at < %s".formatted(table(), dialect.now(age.negated()));
    return upkeep.inTransaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  private ErasureReport eraseAll(DataSubject subject, Set<String> traces, BooleanSupplier goesOn) {
    ErasureReport report = ErasureReport.NONE;
    for (Iterator<String> all = traces.iterator(); all.hasNext(); ) {
      if (!goesOn.getAsBoolean()) {
        return report.broken();
      }
      List<String> piece = new ArrayList<>();
      while (all.hasNext() && piece.size() < TRACES) {
        piece.add(all.next());
      }
      report = report.plus(upkeep.erasing(connection -> erase(connection, subject, piece)));
    }
    return report;
  }

  private int request(Connection connection, DataSubject subject) throws SQLException {
    ContentEpoch.advance(dialect, connection);
    String sql =
        """
        INSERT INTO %1$s (subject_kind, subject_hash, subject_id, requested_at) VALUES (?, ?, ?, %2$s)
        ON CONFLICT (subject_kind, subject_hash) DO UPDATE
        SET subject_id = excluded.subject_id, requested_at = excluded.requested_at, finished_at = NULL"""
            .formatted(table(), dialect.now(Duration.ZERO));
    return update(connection, sql, subject.kind().stored(), subject.hash(), subject.id());
  }

  /** Alone with the writers: whoever comes later knows that these traces are not to be stored. */
  private ErasureReport erase(Connection connection, DataSubject subject, List<String> traces)
      throws SQLException {
    StaleHours stale = ContentEpoch.advance(dialect, connection).staleHours();
    rememberDays(connection, subject, traces);
    for (String trace : traces) {
      rememberTrace(connection, DataSubject.trace(trace));
    }
    String places = traces.stream().map(trace -> "?").collect(Collectors.joining(", "));
    String where = " WHERE trace_id IN (" + places + ")";
    stale.addSpans(dialect, connection, where, traces);
    stale.write(dialect, connection);
    return new ErasureReport(
        delete(connection, "agent_traces", where, traces),
        delete(connection, "agent_spans", where, traces),
        0,
        delete(connection, "agent_scores", where, traces),
        delete(connection, "agent_quarantine", where, traces),
        delete(connection, "agent_open_spans", where, traces),
        true);
  }

  /** What is the subject's and belongs to no trace that is there. */
  private ErasureReport eraseUntraced(Connection connection, DataSubject subject)
      throws SQLException {
    ContentEpoch.advance(dialect, connection);
    List<String> id = List.of(subject.id());
    long scores =
        subject.kind() == DataSubject.Kind.SESSION
            ? delete(connection, "agent_scores", " WHERE session_id = ?", id)
            : 0;
    long quarantined =
        delete(
            connection,
            "agent_quarantine",
            " WHERE " + dialect.contains("row_data"),
            List.of(QuarantinedRow.member(subject)));
    long open =
        delete(connection, "agent_open_spans", " WHERE " + subject.kind().column() + " = ?", id);
    return new ErasureReport(0, 0, 0, scores, quarantined, open, true);
  }

  private void rememberTrace(Connection connection, DataSubject trace) throws SQLException {
    String now = dialect.now(Duration.ZERO);
    String sql =
        """
        INSERT INTO %s (subject_kind, subject_hash, requested_at, finished_at) VALUES (?, ?, %s, %s)
        ON CONFLICT (subject_kind, subject_hash) DO NOTHING"""
            .formatted(table(), now, now);
    update(connection, sql, trace.kind().stored(), trace.hash());
  }

  /** Whose contents are looked through later, whatever happens until then. */
  private void rememberDays(Connection connection, DataSubject subject, List<String> traces)
      throws SQLException {
    Set<LocalDate> days = new TreeSet<>(days(connection, subject));
    String places = traces.stream().map(trace -> "?").collect(Collectors.joining(", "));
    String sql =
        "SELECT start_time FROM %s WHERE trace_id IN (%s)"
            .formatted(dialect.table("agent_spans"), places);
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      bind(query, traces);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          days.add(Content.day(SpanRow.read(dialect, rows, List.of(SpanColumns.START_TIME))));
        }
      }
    }
    String text = days.stream().map(LocalDate::toString).collect(Collectors.joining(" "));
    update(
        connection,
        "UPDATE %s SET days = ? WHERE subject_kind = ? AND subject_hash = ?".formatted(table()),
        text,
        subject.kind().stored(),
        subject.hash());
  }

  private List<LocalDate> days(Connection connection, DataSubject subject) throws SQLException {
    String sql =
        "SELECT days FROM %s WHERE subject_kind = ? AND subject_hash = ?".formatted(table());
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      bind(query, List.of(subject.kind().stored(), subject.hash()));
      try (ResultSet rows = query.executeQuery()) {
        Optional<String> days = rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        return days.stream()
            .flatMap(text -> Stream.of(text.split(" ")))
            .filter(day -> !day.isEmpty())
            .map(LocalDate::parse)
            .toList();
      }
    }
  }

  private int finish(Connection connection, DataSubject subject) throws SQLException {
    return update(
        connection,
        "UPDATE %s SET subject_id = NULL, days = '', finished_at = %s WHERE subject_kind = ? AND subject_hash = ?"
            .formatted(table(), dialect.now(Duration.ZERO)),
        subject.kind().stored(),
        subject.hash());
  }

  /** What was deleted is on the disk until its room is used again, or until this. */
  private void tidy() {
    List<String> tables = TABLES.stream().map(dialect::table).toList();
    try {
      upkeep.call(
          connection -> {
            dialect.tidy(connection, tables);
            return true;
          });
    } catch (RuntimeException e) {
      log.info(
          "spanledger: what was erased is deleted, and on the disk until the database uses its room again: {}",
          e.getMessage());
    }
  }

  private long delete(Connection connection, String table, String where, List<String> parameters)
      throws SQLException {
    return update(
        connection,
        "DELETE FROM " + dialect.table(table) + where,
        parameters.toArray(new String[0]));
  }

  private static int update(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      bind(update, List.of(parameters));
      return update.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, List<String> parameters)
      throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      statement.setString(i + 1, parameters.get(i));
    }
  }

  private static DataSubject.Kind kind(String stored) {
    return DataSubject.Kind.valueOf(stored.toUpperCase(Locale.ROOT));
  }

  private String table() {
    return dialect.table("agent_erasures");
  }
}
