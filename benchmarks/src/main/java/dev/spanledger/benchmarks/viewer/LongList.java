// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.viewer;

import dev.spanledger.benchmarks.Finding;
import dev.spanledger.benchmarks.Limits;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TracePage;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.testkit.rows.SpanRows;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A list of many traces, of one span each, over thirty days: pages of fifty. */
final class LongList {
  private static final double PAGE_LIMIT_MS = 100;
  private static final Duration TIME = Duration.ofDays(30);
  private static final int BATCH = 5_000;
  private static final int FIRST = 1_000;
  private static final String LONGEST = "api/traces?limit=50&sort=duration";
  private static final String WITH_TEXT = "api/traces?limit=50&q=order%204711";

  private final Shown shown;
  private final int traces;
  private final int rounds;
  private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(TIME);

  LongList(Shown shown, int traces, int rounds) {
    this.shown = shown;
    this.traces = traces;
    this.rounds = rounds;
  }

  List<Finding> measure() throws Exception {
    long start = System.nanoTime();
    write();
    System.out.printf(
        "   %,d traces, written in %d s%n",
        traces, Duration.ofNanos(System.nanoTime() - start).toSeconds());
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, String> page : pages().entrySet()) {
      findings.add(page(page.getKey(), page.getValue()));
    }
    for (String index : indexes()) {
      shown.execute(index);
    }
    findings.add(page("the longest, with an index for it,", LONGEST));
    if (shown.isPostgres()) {
      findings.add(page("those with a text, with an index for it,", WITH_TEXT));
    }
    return findings;
  }

  private Finding page(String what, String path) throws Exception {
    return Limits.milliseconds(
        shown.on(what + " of a list of %,d traces".formatted(traces)),
        Timed.median(shown, rounds, path),
        PAGE_LIMIT_MS,
        shown.about());
  }

  /** What an operator may add, as docs/viewer-server.md has it. */
  private List<String> indexes() {
    String longest =
        "CREATE INDEX agent_traces_duration ON agent_traces (duration_ms DESC, trace_id DESC)";
    return shown.isPostgres()
        ? List.of(
            longest,
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",
            """
            CREATE INDEX agent_traces_text ON agent_traces USING gin (name gin_trgm_ops,
              first_error gin_trgm_ops, input_preview gin_trgm_ops, output_preview gin_trgm_ops)""")
        : List.of(longest);
  }

  private Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("first page", "api/traces?limit=50");
    pages.put("page in the middle", "api/traces?limit=50&cursor=" + middle());
    pages.put("failed ones", "api/traces?limit=50&status=ERROR");
    pages.put("those of an agent", "api/traces?limit=50&agent=agent-7");
    pages.put("those with a text", WITH_TEXT);
    pages.put("the longest", LONGEST);
    pages.put("the dearest of a day", "api/traces?limit=50&sort=cost&from=" + lastDay());
    pages.put("facets", "api/facets");
    pages.put("sessions", "api/sessions?limit=50");
    return pages;
  }

  private long lastDay() {
    return begin.plus(TIME).minus(Duration.ofDays(1)).toEpochMilli();
  }

  private String middle() {
    TracePage page =
        shown
            .schema()
            .reader()
            .list(TraceQuery.all().until(begin.plus(TIME.dividedBy(2))).limit(50));
    return URLEncoder.encode(Objects.requireNonNull(page.next()), StandardCharsets.UTF_8);
  }

  private void write() throws SQLException {
    SpanWriter writer = shown.schema().writer();
    List<SpanRow> batch = new ArrayList<>();
    for (int trace = 0; trace < traces; trace++) {
      batch.add(trace(trace));
      if (batch.size() == BATCH || trace == traces - 1) {
        writer.write(batch);
        batch.clear();
      }
    }
  }

  private SpanRow trace(int trace) {
    Instant start = begin.plus(TIME.dividedBy(traces).multipliedBy(trace));
    long nanos = start.getEpochSecond() * 1_000_000_000L + start.getNano();
    return SpanRows.agent(FIRST + trace, 1)
        .times(nanos, nanos + 1_000_000L * (trace * 7_919L % 60_000), start)
        .set(SpanColumns.AGENT_NAME, "agent-" + trace % 20)
        .set(SpanColumns.SESSION_ID, "session-" + trace / 3)
        .set(SpanColumns.STATUS, trace % 50 == 0 ? "ERROR" : "OK")
        .set(SpanColumns.INPUT_PREVIEW, "Where is order " + trace % 10_000 + "?")
        .build();
  }
}
