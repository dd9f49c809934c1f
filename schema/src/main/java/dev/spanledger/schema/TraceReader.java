// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Reads traces and spans. Each call borrows one connection and gives it back. Thread-safe. {@link
 * TraceReaders} reads several databases as one.
 *
 * <p>Every method throws {@link TraceSchemaException} where the database cannot be reached, {@link
 * QueryTimeoutException} where it gives a query up, and Jdbi's {@code JdbiException} where it
 * refuses one.
 */
public final class TraceReader {
  private final Database database;
  private final SpanReading spans;

  TraceReader(Database database) {
    this.database = database;
    this.spans = new SpanReading(database);
  }

  /**
   * A reader of the same tables that has no patience: what holds a connection for longer is broken
   * off, and throws {@link QueryTimeoutException}. A server that does not heed that loses the
   * connection five seconds later. The wait for a connection is not counted; that is its pool's.
   *
   * @param longest from a millisecond; without, as long as the database allows
   */
  public TraceReader within(Duration longest) {
    if (longest.toMillis() < 1) {
      throw new IllegalArgumentException("longest must be 1 ms or more, but is " + longest);
    }
    return new TraceReader(database.with(new ReadLease(longest)));
  }

  /** Which database it reads. */
  public SqlDialect dialect() {
    return database.dialect().sql();
  }

  /**
   * The columns that the role may not read, such as {@code agent_traces.first_error}, as they were
   * granted when the tables were opened. Answers have null in their place, but for those that are
   * about what was said ({@link #span}, {@link #spans}, {@link #search}): these are refused. Empty
   * for a role that reads everything, and for SQLite.
   */
  public Set<String> hiddenColumns() {
    return Collections.unmodifiableSet(database.dialect().sight().hidden());
  }

  /** A page of traces, newest first unless the query sorts them otherwise. */
  public TracePage list(TraceQuery query) {
    return read(handle -> new TraceList(database.dialect(), handle, query).page());
  }

  /**
   * What the newest traces that meet a query's conditions are: how many of each status, agent,
   * model and so on, and over time. Its sort, limit and cursor are without effect.
   */
  public TraceFacets facets(TraceQuery query) {
    return read(handle -> new TraceList(database.dialect(), handle, query).facets());
  }

  /**
   * A page of sessions, the one first whose newest trace is newest. The query's conditions are on
   * that newest trace; its sort is without effect.
   */
  public SessionPage sessions(TraceQuery query) {
    return read(handle -> new SessionList(database.dialect(), handle).page(query));
  }

  /** A session and what its traces took together; empty where it has none. */
  public Optional<SessionRow> session(String sessionId) {
    return read(handle -> new SessionList(database.dialect(), handle).one(sessionId));
  }

  /**
   * The ids of traces that begin with a text, in their order.
   *
   * @param limit from 1 on; one more than is wanted tells whether there are more
   */
  public List<String> traceIds(String beginning, int limit) {
    String sql =
        "SELECT trace_id FROM %s WHERE trace_id >= ? AND trace_id < ? ORDER BY trace_id LIMIT %d"
            .formatted(table("agent_traces"), limit);
    String from = Storable.id(beginning);
    return read(
        handle ->
            handle
                .createQuery(sql)
                .bind(0, from)
                .bind(1, from + '\uFFFD')
                .mapTo(String.class)
                .list());
  }

  /** What agents, models, tools or services took in a time. */
  public UsageAnswer usage(UsageQuery query) {
    return read(handle -> new UsageReading(database.dialect(), handle, query).answer());
  }

  /**
   * Where a text, or what matches a pattern, is in a trace: in names, errors and payloads.
   *
   * @throws IllegalArgumentException for a pattern that is none
   */
  public TextMatches search(String traceId, TextSearch search) {
    Optional<TraceRow> trace = read(handle -> traceRow(handle, traceId));
    return trace
        .map(row -> new TextReading(database, row, search, System::nanoTime).matches())
        .orElse(TextMatches.NONE);
  }

  /**
   * Follows the spans that are stored from a time on, whoever stores them.
   *
   * @param since by the database's clock; null for now
   */
  public ChangeFeed changes(@Nullable Instant since) {
    return ChangeFeed.of(database, since, System::nanoTime);
  }

  /**
   * One trace with its spans, without their content and with null for long attributes; empty where
   * none of its spans is stored, nor known to run. Those that run are not among them: see {@link
   * #openSpans(String)}.
   */
  public Optional<TraceTree> trace(String traceId) {
    return read(
        handle ->
            traceRow(handle, traceId).map(trace -> TraceTree.of(trace, spans(handle, trace))));
  }

  /** A trace's own row; empty where none of its spans is stored, nor known to run. */
  public Optional<TraceRow> row(String traceId) {
    return read(handle -> traceRow(handle, traceId));
  }

  /** The rows of some traces, in any order; those that are not stored are left out. */
  public List<TraceRow> rows(Collection<String> traceIds) {
    if (traceIds.isEmpty()) {
      return List.of();
    }
    String sql =
        "SELECT %s FROM %s WHERE trace_id IN (<ids>)"
            .formatted(names("agent_traces", TraceColumns.STORED), table("agent_traces"));
    return read(
        handle ->
            handle
                .createQuery(sql)
                .bindList("ids", List.copyOf(traceIds))
                .map((rows, context) -> traceRow(rows))
                .list());
  }

  /** One span with its content; empty where it is not stored. */
  public Optional<SpanRow> span(String traceId, String spanId) {
    return spans.one(traceId, spanId);
  }

  /**
   * Every span of a trace with its content, in the order of their ids. Few are in memory at a time,
   * and no connection is borrowed while {@code each} runs. What is written meanwhile may be missed.
   *
   * @param each is given one span after the other; what it throws ends the reading
   * @return how many spans it was given; zero where none is stored
   */
  public long spans(String traceId, Consumer<SpanRow> each) {
    return read(handle -> traceRow(handle, traceId)).map(row -> spans.all(row, each)).orElse(0L);
  }

  /**
   * What a picture of a trace needs of each of its spans, in the order of their ids: its own id and
   * its parent's, name, kind, status, error, agent, model, tool, tokens, cost and the input's
   * preview. Times are {@code start_unix_nano} and {@code end_unix_nano}; {@code start_time} and
   * {@code end_time} are there only where the span's clock was wrong, and its nanoseconds mean
   * nothing. Made for traces of any length: spans are read in pages, and none is kept.
   *
   * @param each is given one span after the other; what it throws ends the reading
   * @return the trace's row; empty where none of its spans is stored, nor known to run
   */
  public Optional<TraceRow> outline(String traceId, Consumer<SpanRow> each) {
    Optional<TraceRow> trace = read(handle -> traceRow(handle, traceId));
    trace.ifPresent(row -> new SpanOutline(database).read(row, each));
    return trace;
  }

  /**
   * The trace's row as it follows from its stored spans alone, whose usage is counted once, and
   * from those that are known to run. It must equal the stored one, which {@link #trace} answers;
   * {@link TraceSchema#repair} makes it so.
   *
   * @return empty where none of its spans is stored, nor known to run
   */
  public Optional<TraceRow> recompute(String traceId) {
    String sql =
        "SELECT %s FROM %s WHERE trace_id = ?"
            .formatted(SpanReading.names(SpanRow.WITHOUT_CONTENT), table("agent_spans"));
    return read(
        handle -> {
          List<SpanRow> spans =
              handle
                  .createQuery(sql)
                  .bind(0, Storable.id(traceId))
                  .map((rows, context) -> spanRow(rows, SpanRow.WITHOUT_CONTENT))
                  .list();
          List<SpanRow> running = openOf(handle, traceId).stream().map(OpenSpan::row).toList();
          List<SettledSpan> settled = UsageTree.settle(spans.stream().map(UsageSpan::of).toList());
          return TraceRow.of(spans, settled, running);
        });
  }

  /**
   * The spans of a trace that have not ended, the one first that has run longest: those that have
   * run for longer than {@code open.spans.after}, if their process reports them.
   */
  public List<OpenSpan> openSpans(String traceId) {
    return read(handle -> openOf(handle, traceId));
  }

  /**
   * The spans of all traces that have not ended, the one first that has run longest.
   *
   * @param after the last one of the page before; null for the first page
   * @param limit from 1 to 1,000
   */
  public List<OpenSpan> openSpans(@Nullable OpenSpan after, int limit) {
    if (limit < 1 || limit > 1_000) {
      throw new IllegalArgumentException("limit must be from 1 to 1000, but is " + limit);
    }
    String sql =
        "%s WHERE %s ORDER BY start_time, trace_id, span_id LIMIT %d"
            .formatted(
                OpenSpanTable.select(database.dialect()),
                after == null ? "1 = 1" : "(start_time, trace_id, span_id) > (?, ?, ?)",
                limit);
    return read(
        handle -> {
          Query query = handle.createQuery(sql);
          if (after != null) {
            query.bind(0, database.dialect().parameter(after.startTime()));
            query.bind(1, after.traceId()).bind(2, after.spanId());
          }
          return open(query);
        });
  }

  /**
   * Those that the maintenance has found to run much longer than their like, the one first that has
   * run longest: 1,000 at most.
   */
  public List<OpenSpan> hangingSpans() {
    String sql =
        OpenSpanTable.select(database.dialect())
            + " WHERE hanging_since IS NOT NULL ORDER BY start_time, trace_id, span_id LIMIT 1000";
    return read(handle -> open(handle.createQuery(sql)));
  }

  private List<OpenSpan> openOf(Handle handle, String traceId) {
    String sql =
        OpenSpanTable.select(database.dialect())
            + " WHERE trace_id = ? ORDER BY start_time, span_id";
    return open(handle.createQuery(sql).bind(0, Storable.id(traceId)));
  }

  private List<OpenSpan> open(Query query) {
    return query.map((rows, context) -> OpenSpan.read(database.dialect(), rows)).list();
  }

  /**
   * The judgements of a trace, of its steps and of its session that were made with it, by name, the
   * oldest of each first.
   */
  public List<ScoreRow> scores(String traceId) {
    String sql =
        "SELECT %s FROM %s WHERE trace_id = ? ORDER BY name, created_at, score_id"
            .formatted(names("agent_scores", ScoreColumns.ALL), table("agent_scores"));
    return read(
        handle ->
            handle
                .createQuery(sql)
                .bind(0, Storable.id(traceId))
                .map((rows, context) -> scoreRow(rows))
                .list());
  }

  private ScoreRow scoreRow(ResultSet rows) throws SQLException {
    @Nullable Object[] values = new @Nullable Object[ScoreColumns.ALL.size()];
    for (Column<?> column : ScoreColumns.ALL) {
      values[column.index()] = database.dialect().read(rows, column);
    }
    return ScoreRow.read(values);
  }

  /**
   * The prices in {@code agent_model_prices}, in the order of their dates. They may contradict each
   * other: who prices with them says what to make of that.
   */
  public List<PriceRow> prices() {
    return read(handle -> new StoredPrices(database.dialect(), handle).prices());
  }

  /** The names in {@code agent_model_aliases}. */
  public List<ModelAlias> modelAliases() {
    return read(handle -> new StoredPrices(database.dialect(), handle).aliases());
  }

  private Optional<TraceRow> traceRow(Handle handle, String traceId) {
    String sql =
        "SELECT %s FROM %s WHERE trace_id = ?"
            .formatted(names("agent_traces", TraceColumns.STORED), table("agent_traces"));
    return handle
        .createQuery(sql)
        .bind(0, Storable.id(traceId))
        .map((rows, context) -> traceRow(rows))
        .findFirst();
  }

  /** The trace's own times say in which days its spans are. */
  private List<SpanRow> spans(Handle handle, TraceRow trace) {
    List<Column<?>> withoutContent =
        AddedColumns.with(SpanRow.WITHOUT_CONTENT, database.dialect().added());
    String sql =
        "SELECT %s FROM %s WHERE trace_id = ? AND start_time BETWEEN ? AND ?"
            .formatted(names("agent_spans", withoutContent), table("agent_spans"));
    return handle
        .createQuery(sql)
        .bind(0, trace.traceId())
        .bind(1, database.dialect().parameter(trace.startTime()))
        .bind(2, database.dialect().parameter(trace.endTime()))
        .map((rows, context) -> spanRow(rows, withoutContent))
        .list();
  }

  private TraceRow traceRow(ResultSet rows) throws SQLException {
    return TraceRow.read(database.dialect(), rows);
  }

  private SpanRow spanRow(ResultSet rows, List<Column<?>> columns) throws SQLException {
    return SpanRow.read(database.dialect(), rows, columns);
  }

  private <T> T read(java.util.function.Function<Handle, T> query) {
    return Opening.explain(() -> database.read(query));
  }

  private String names(String table, List<Column<?>> columns) {
    return database.dialect().sight().names(table, columns);
  }

  private String table(String name) {
    return database.dialect().table(name);
  }
}
