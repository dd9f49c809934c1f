// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.Routed;
import dev.spanledger.schema.RoutedPage;
import dev.spanledger.schema.ScoreColumns;
import dev.spanledger.schema.ScoreRow;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceReaders;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several databases read as one: SQLite and PostgreSQL together. */
class SeveralDatabasesTest {
  private final List<TestDatabase> databases = new ArrayList<>();

  @AfterEach
  void closeDatabases() {
    databases.forEach(TestDatabase::close);
  }

  @Test
  void pagesAreTheSortedUnionWhateverTheirSizeAndWhoeverIsAsked() throws SQLException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, TraceSchema> schemas = mixed();
    Map<String, List<SpanRow>> rows = new LinkedHashMap<>();
    schemas.keySet().forEach(route -> rows.put(route, new ArrayList<>()));
    List<String> routes = List.copyOf(rows.keySet());
    for (int trace = 0; trace < 120; trace++) {
      SpanRow row = run(trace, random.nextInt(12), random.nextBoolean() ? "s" : "t");
      for (String route : some(routes, random)) {
        rows.get(route).add(row);
      }
    }
    for (String route : routes) {
      schemas.get(route).writer().write(rows.get(route));
    }
    TraceReaders readers = TraceReaders.over(shuffled(readers(schemas), random));

    TraceQuery all = TraceQuery.all();
    TraceQuery ofSession = all.session("s");
    for (int limit : new int[] {1, 3, 7, 50, 1_000}) {
      assertThat(paged(readers, all.limit(limit)))
          .as("pages of %d, seed %d", limit, seed)
          .isEqualTo(union(readers.byRoute(), all));
      assertThat(paged(readers, ofSession.limit(limit)))
          .as("pages of %d of a session, seed %d", limit, seed)
          .isEqualTo(union(readers.byRoute(), ofSession));
    }
  }

  @Test
  void aCursorHoldsWhileTracesAndDatabasesComeAndGo() throws SQLException {
    Map<String, TraceSchema> schemas = mixed();
    for (TraceSchema schema : schemas.values()) {
      Tables.write(schema, run(1, 1, "s"), run(2, 2, "s"));
    }
    RoutedPage first = TraceReaders.over(readers(schemas)).list(TraceQuery.all().limit(2));
    assertThat(names(first)).containsExactly("lite 2", "post 2");
    Tables.write(schemas.get("lite"), run(3, 3, "s"));
    Map<String, TraceReader> fewer = readers(schemas);
    fewer.remove("second");
    TraceSchema further = open(DatabaseKind.SQLITE);
    Tables.write(further, run(2, 2, "s"));
    fewer.put("zoo", further.reader());
    RoutedPage next = TraceReaders.over(fewer).list(TraceQuery.all().limit(9).after(first.next()));
    assertThat(names(next)).containsExactly("zoo 2", "lite 1", "post 1");
    assertThat(next.next()).isNull();
    assertThat(schemas.get("post").reader().list(TraceQuery.all().after(first.next())).traces())
        .extracting(TraceRow::traceId)
        .containsExactly(SpanRows.traceId(1));
  }

  @EachDatabase
  void aTraceASpanAndScoresAreFoundWhereverTheyAre(TestDatabase database) throws SQLException {
    TraceSchema here = Tables.open(database);
    TraceSchema there = open(DatabaseKind.SQLITE);
    SpanRow root = SpanRows.agent(1, 1).set(SpanColumns.INPUT, "hello").build();
    Tables.write(here, root, score(2, "b"));
    Tables.write(there, SpanRows.child(1, 2, 1, "TOOL").build(), score(2, "a"));
    Map<String, TraceReader> byRoute = new LinkedHashMap<>();
    byRoute.put("there", there.reader());
    byRoute.put("here", here.reader());
    TraceReaders readers = TraceReaders.over(byRoute);

    assertThat(readers.trace(SpanRows.traceId(1)))
        .extracting(found -> found.route() + " " + found.value().spans().size())
        .containsExactly("there 1", "here 1");
    Routed<SpanRow> span = readers.span(SpanRows.traceId(1), SpanRows.spanId(1)).orElseThrow();
    assertThat(span.route()).isEqualTo("here");
    assertThat(span.value().get(SpanColumns.INPUT)).isEqualTo(root.get(SpanColumns.INPUT));
    assertThat(readers.scores(SpanRows.traceId(2)))
        .extracting(score -> score.route() + " " + score.value().name())
        .containsExactly("there a", "here b");
    assertThat(readers.trace(SpanRows.traceId(9))).isEmpty();
    assertThat(readers.span(SpanRows.traceId(1), SpanRows.spanId(9))).isEmpty();
    assertThat(readers.scores(SpanRows.traceId(9))).isEmpty();
  }

  @EachDatabase
  void aDatabaseThatIsAwayIsNamedAndTheOthersAnswer(TestDatabase database) throws SQLException {
    FaultyDataSource faulty = FaultyDataSource.over(database.dataSource());
    TraceSchema away = Tables.in(faulty).open();
    TraceSchema here = open(DatabaseKind.SQLITE);
    Tables.write(away, run(1, 1, "s"));
    Tables.write(here, run(2, 2, "s"));
    Map<String, TraceReader> byRoute = new LinkedHashMap<>();
    byRoute.put("away", away.reader());
    byRoute.put("here", here.reader());
    TraceReaders readers = TraceReaders.over(byRoute);

    faulty.fail(Call.CONNECT).always();
    RoutedPage page = readers.list(TraceQuery.all());
    assertThat(names(page)).containsExactly("here 2");
    assertThat(page.missing()).containsOnlyKeys("away");
    assertThatThrownBy(page::complete)
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("'away'");
    assertThat(readers.trace(SpanRows.traceId(2))).hasSize(1);
    assertThatThrownBy(() -> readers.trace(SpanRows.traceId(1)))
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("'away'");
    assertThatThrownBy(() -> readers.span(SpanRows.traceId(1), SpanRows.spanId(1)))
        .isInstanceOf(TraceSchemaException.class);
    assertThatThrownBy(() -> readers.scores(SpanRows.traceId(1)))
        .isInstanceOf(TraceSchemaException.class);

    faulty.heal();
    assertThat(names(readers.list(TraceQuery.all()).complete()))
        .containsExactly("here 2", "away 1");
    database.execute("DROP VIEW agent_sessions", "ALTER TABLE agent_traces RENAME TO mislaid");
    assertThat(readers.list(TraceQuery.all()).missing()).containsOnlyKeys("away");
  }

  @Test
  void ofNoDatabaseThereIsNothing() {
    TraceReaders none = TraceReaders.over(Map.of());
    assertThat(none.list(TraceQuery.all())).isEqualTo(new RoutedPage(List.of(), null, Map.of()));
    assertThat(none.trace(SpanRows.traceId(1))).isEmpty();
  }

  private Map<String, TraceSchema> mixed() {
    Map<String, TraceSchema> schemas = new LinkedHashMap<>();
    schemas.put("post", open(DatabaseKind.POSTGRESQL));
    schemas.put("lite", open(DatabaseKind.SQLITE));
    schemas.put("second", open(DatabaseKind.SQLITE));
    return schemas;
  }

  private TraceSchema open(DatabaseKind kind) {
    TestDatabase database = TestDatabase.open(kind);
    databases.add(database);
    return Tables.open(database);
  }

  private static Map<String, TraceReader> readers(Map<String, TraceSchema> schemas) {
    Map<String, TraceReader> readers = new LinkedHashMap<>();
    schemas.forEach((route, schema) -> readers.put(route, schema.reader()));
    return readers;
  }

  private static <T> Map<String, T> shuffled(Map<String, T> map, Random random) {
    List<String> keys = new ArrayList<>(map.keySet());
    Collections.shuffle(keys, random);
    Map<String, T> shuffled = new LinkedHashMap<>();
    keys.forEach(key -> shuffled.put(key, map.get(key)));
    return shuffled;
  }

  /** Mostly one; now and then a trace is in several. */
  private static List<String> some(List<String> routes, Random random) {
    List<String> mixed = new ArrayList<>(routes);
    Collections.shuffle(mixed, random);
    return mixed.subList(0, random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1);
  }

  private static List<String> paged(TraceReaders readers, TraceQuery query) {
    List<String> seen = new ArrayList<>();
    String next = null;
    do {
      RoutedPage page = readers.list(query.after(next)).complete();
      seen.addAll(names(page));
      next = page.next();
    } while (next != null);
    return seen;
  }

  private static List<String> union(Map<String, TraceReader> byRoute, TraceQuery query) {
    List<Routed<TraceRow>> all = new ArrayList<>();
    byRoute.forEach(
        (route, reader) ->
            reader
                .list(query.limit(1_000))
                .traces()
                .forEach(trace -> all.add(new Routed<>(route, trace))));
    Comparator<Routed<TraceRow>> oldestFirst =
        Comparator.comparing((Routed<TraceRow> trace) -> trace.value().startTime())
            .thenComparing(trace -> trace.value().traceId());
    all.sort(oldestFirst.reversed().thenComparing(Routed::route));
    return names(all);
  }

  private static List<String> names(RoutedPage page) {
    return names(page.traces());
  }

  private static List<String> names(List<Routed<TraceRow>> traces) {
    return traces.stream()
        .map(trace -> trace.route() + " " + Long.parseLong(trace.value().traceId(), 16))
        .toList();
  }

  /** Begins as many milliseconds after noon as {@code time} says. */
  private static SpanRow run(long trace, long time, String session) {
    return SpanRows.agent(trace, time).set(SpanColumns.SESSION_ID, session).build();
  }

  private static SpanRow score(long trace, String name) {
    ScoreRow score =
        ScoreRow.builder("judge", name, 0)
            .set(ScoreColumns.TRACE_ID, SpanRows.traceId(trace))
            .set(ScoreColumns.CREATED_AT, SpanRows.NOW)
            .build();
    return SpanRows.agent(trace, 1).scores(List.of(score)).build();
  }
}
