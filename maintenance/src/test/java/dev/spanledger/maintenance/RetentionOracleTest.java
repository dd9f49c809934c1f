// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.maintenance.PastTraces.PastTrace;
import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.PurgeReport;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Against an oracle that finds out by itself which of many random traces a policy keeps. */
class RetentionOracleTest {
  private static final int TRACES = 100;
  private static final LocalDate TODAY = LocalDate.ofInstant(SpanRows.NOW, ZoneOffset.UTC);

  private final long seed = Long.getLong("spanledger.test.seed", System.nanoTime());

  /** Days; nothing is longer. */
  private record Rules(int days, int errors, int scored, int golden, int support, int prod) {
    static Rules of(Random random) {
      int days = 3 + random.nextInt(20);
      return new Rules(
          days,
          longer(random, days),
          longer(random, days),
          longer(random, days),
          longer(random, days),
          longer(random, days));
    }

    private static int longer(Random random, int days) {
      return random.nextBoolean() ? days : days + random.nextInt(20);
    }

    RetentionPolicy policy() {
      return RetentionPolicy.builder()
          .days(days)
          .daysOfErrors(errors)
          .daysOfScored(scored)
          .daysOfTag("it's \"so\" ?", golden)
          .daysOfAgent("support", support)
          .daysOfEnvironment("prod", prod)
          .build();
    }

    boolean keep(PastTrace trace) {
      int longest = days;
      longest = trace.failed() ? Math.max(longest, errors) : longest;
      longest = trace.scored() ? Math.max(longest, scored) : longest;
      longest = "it's \"so\" ?".equals(trace.tag()) ? Math.max(longest, golden) : longest;
      longest = "support".equals(trace.agent()) ? Math.max(longest, support) : longest;
      longest = "prod".equals(trace.environment()) ? Math.max(longest, prod) : longest;
      return !LocalDate.ofInstant(trace.end(), ZoneOffset.UTC).isBefore(TODAY.minusDays(longest));
    }
  }

  @EachDatabase
  void exactlyWhatIsKeptStaysWhole(TestDatabase database) throws SQLException {
    check(database, Partitioning.DAILY);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void inPlainTablesToo(TestDatabase database) throws SQLException {
    check(database, Partitioning.NONE);
  }

  private void check(TestDatabase database, Partitioning partitioning) throws SQLException {
    System.out.println("RetentionOracleTest: -Dspanledger.test.seed=" + seed);
    Random random = new Random(seed);
    PastTraces past = new PastTraces(seed, TRACES, 30);
    TraceSchema schema =
        TraceSchema.builder(database.dataSource())
            .partitioning(partitioning)
            .clock(Clock.fixed(SpanRows.NOW, ZoneOffset.UTC))
            .open();
    schema.writer().write(past.spans());
    for (int run = 0; run < 2; run++) {
      Rules rules = Rules.of(random);
      Map<String, String> before = spans(database);
      PurgeReport report = purge(schema, rules);
      assertThat(report.left()).isEmpty();
      List<PastTrace> kept = past.all().stream().filter(rules::keep).toList();
      past.all().retainAll(kept);
      assertExactly(database, schema.reader(), kept, before);
      assertThat(purge(schema, rules).isEmpty()).as("nothing more to do").isTrue();
    }
  }

  private static PurgeReport purge(TraceSchema schema, Rules rules) {
    return schema.upkeep().retention().purge(rules.policy().at(SpanRows.NOW), report -> true);
  }

  private static void assertExactly(
      TestDatabase database, TraceReader reader, List<PastTrace> kept, Map<String, String> before)
      throws SQLException {
    Set<String> ids = kept.stream().map(PastTrace::id).collect(Collectors.toSet());
    for (String table : List.of("agent_traces", "agent_spans")) {
      assertThat(texts(database, "SELECT DISTINCT trace_id AS t FROM " + table))
          .as(table)
          .containsExactlyInAnyOrderElementsOf(ids);
    }
    assertThat(ids).containsAll(texts(database, "SELECT DISTINCT trace_id AS t FROM agent_scores"));
    before.keySet().removeIf(key -> !ids.contains(key.substring(0, 32)));
    assertThat(spans(database)).as("spans with their contents").isEqualTo(before);
    for (String id : ids) {
      TraceRow trace = reader.trace(id).orElseThrow().trace();
      assertThat(trace).isEqualTo(reader.recompute(id).orElseThrow());
    }
    assertContentsAreOf(database, kept);
  }

  private static void assertContentsAreOf(TestDatabase database, List<PastTrace> kept)
      throws SQLException {
    String contents =
        String.join("\n", texts(database, "SELECT CAST(content AS text) AS t FROM agent_contents"));
    Set<String> markers = kept.stream().map(PastTrace::marker).collect(Collectors.toSet());
    for (int i = 1; i <= TRACES; i++) {
      String marker = "only in trace " + i + ".";
      if (!markers.contains(marker)) {
        assertThat(contents).doesNotContain(marker);
      }
    }
  }

  /** Every span with all that can be read of it. */
  private static Map<String, String> spans(TestDatabase database) throws SQLException {
    Map<String, String> spans = new TreeMap<>();
    database
        .rows("SELECT * FROM agent_spans_full")
        .forEach(row -> spans.put(row.get("trace_id") + "/" + row.get("span_id"), row.toString()));
    return spans;
  }

  private static List<String> texts(TestDatabase database, String sql) throws SQLException {
    return database.rows(sql).stream().map(row -> String.valueOf(row.get("t"))).toList();
  }
}
