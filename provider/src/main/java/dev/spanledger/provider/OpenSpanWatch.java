// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.batching.Chore;
import dev.spanledger.schema.FailureSummary;
import dev.spanledger.schema.OpenSpans;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then for spans of one database that have run for long, and has them stored as
 * running. The application's threads take no part in it, and a span that ends soon is only looked
 * at. The worker looks, the thread that writes runs what follows.
 */
final class OpenSpanWatch implements Chore {
  private static final Logger log = LoggerFactory.getLogger(Spanledger.class);

  static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** So long after its end a span is given up that should have been written. */
  static final Duration END_LOST_AFTER = Duration.ofMinutes(1);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  /** In one transaction. */
  private static final int MOST = 500;

  private final LiveSpans live;
  private final Source source;
  private final Supplier<OpenSpans> rows;
  private final long afterNanos;
  private final LongSupplier nanoTime;
  private final Map<LiveSpan, Reported> reported = new LinkedHashMap<>();
  private Plan plan = Plan.NOTHING;
  private long nextBeat;
  private long pausedUntil;
  private boolean allowed;
  private volatile boolean off;

  /** What is stored of spans that run. */
  interface Source {
    /** Whether it goes to this database. */
    boolean isOurs(LiveSpan span);

    /** What to store; null for nothing, now or later. */
    @Nullable SpanRow rowOf(LiveSpan span);
  }

  /** A span that is stored as running. */
  private static final class Reported {
    final SpanRow row;
    private boolean ended;
    private long endedAt;

    Reported(SpanRow row) {
      this.row = row;
    }

    /** For how long it has been known to have ended. */
    long endedNanos(long now) {
      if (!ended) {
        ended = true;
        endedAt = now;
      }
      return now - endedAt;
    }
  }

  /** What to do. */
  private record Plan(
      boolean beat, List<LiveSpan> begun, List<LiveSpan> letGo, List<LiveSpan> lost) {
    static final Plan NOTHING = new Plan(false, List.of(), List.of(), List.of());

    boolean isEmpty() {
      return !beat && begun.isEmpty() && letGo.isEmpty() && lost.isEmpty();
    }
  }

  /**
   * @param rows where to store it, as the writer has it
   * @param after how long a span has run that is reported
   */
  OpenSpanWatch(
      LiveSpans live,
      Source source,
      Supplier<OpenSpans> rows,
      Duration after,
      LongSupplier nanoTime) {
    this.live = live;
    this.source = source;
    this.rows = rows;
    this.afterNanos = after.toNanos();
    this.nanoTime = nanoTime;
    this.pausedUntil = nanoTime.getAsLong();
    this.nextBeat = pausedUntil;
  }

  @Override
  public synchronized boolean isDue() {
    long now = nanoTime.getAsLong();
    if (off || now - pausedUntil < 0) {
      return false;
    }
    plan = plan(now);
    return !plan.isEmpty();
  }

  private Plan plan(long now) {
    List<LiveSpan> begun = begun(now);
    List<LiveSpan> letGo = new ArrayList<>();
    List<LiveSpan> lost = new ArrayList<>();
    OpenSpans stored = rows.get();
    reported.values().removeIf(span -> !stored.has(span.row));
    reported.forEach(
        (span, known) -> {
          if (LiveSpans.isLost(span)) {
            lost.add(span);
          } else if (!LiveSpans.isRunning(span)
              && known.endedNanos(now) >= END_LOST_AFTER.toNanos()) {
            letGo.add(span);
          }
        });
    return new Plan(!reported.isEmpty() && now - nextBeat >= 0, begun, letGo, lost);
  }

  /** Whatever has been seen to run for long enough. */
  private List<LiveSpan> begun(long now) {
    List<LiveSpan> begun = new ArrayList<>();
    live.eachRunning(
        span -> {
          if (begun.size() < MOST
              && source.isOurs(span)
              && span.runsFor(afterNanos, now)
              && !reported.containsKey(span)) {
            begun.add(span);
          }
        });
    return begun;
  }

  @Override
  public void run() {
    Plan next;
    synchronized (this) {
      next = plan;
    }
    OpenSpans stored = rows.get();
    try {
      if (isAllowed(stored)) {
        carryOut(next, stored);
      }
    } catch (SQLException e) {
      failed(e);
    }
  }

  private boolean isAllowed(OpenSpans stored) throws SQLException {
    if (stored.isRefused()) {
      switchOff("the database has refused to remove such rows");
    } else if (!allowed) {
      allowed = stored.isAllowed();
      if (!allowed) {
        switchOff("this role may not write them");
      }
    }
    return !off;
  }

  private void carryOut(Plan next, OpenSpans stored) throws SQLException {
    if (next.beat) {
      beat(stored);
    }
    Map<LiveSpan, Reported> begun = rowsOf(next.begun);
    stored.put(begun.values().stream().map(span -> span.row).toList());
    synchronized (this) {
      if (reported.isEmpty()) {
        nextBeat = nanoTime.getAsLong() + HEARTBEAT.toNanos();
      }
      reported.putAll(begun);
    }
    stored.abandon(rows(next.lost), "the application let go of it without ending it");
    stored.withdraw(rows(next.letGo));
  }

  /** What somebody has removed comes back. */
  private void beat(OpenSpans stored) throws SQLException {
    List<SpanRow> all;
    synchronized (this) {
      all = reported.values().stream().map(span -> span.row).toList();
    }
    if (!stored.beat()) {
      stored.put(all.stream().filter(stored::has).toList());
    }
    synchronized (this) {
      nextBeat = nanoTime.getAsLong() + HEARTBEAT.toNanos();
    }
  }

  private Map<LiveSpan, Reported> rowsOf(List<LiveSpan> begun) {
    Map<LiveSpan, Reported> rowsOfThem = new LinkedHashMap<>();
    for (LiveSpan span : begun) {
      SpanRow row = source.rowOf(span);
      if (row == null) {
        span.passOver();
      } else {
        rowsOfThem.put(span, new Reported(row));
      }
    }
    return rowsOfThem;
  }

  private synchronized List<SpanRow> rows(Collection<LiveSpan> spans) {
    List<SpanRow> rowsOfThem = new ArrayList<>();
    for (LiveSpan span : spans) {
      Reported known = reported.get(span);
      if (known != null) {
        rowsOfThem.add(known.row);
      }
    }
    return rowsOfThem;
  }

  /** Ends that were not stored by now never will be. */
  @Override
  public void runLast() throws SQLException {
    List<LiveSpan> ended;
    synchronized (this) {
      ended = reported.keySet().stream().filter(span -> !LiveSpans.isRunning(span)).toList();
    }
    OpenSpans stored = rows.get();
    if (!off) {
      stored.withdraw(rows(ended).stream().filter(stored::has).toList());
      stored.abandonAll("the ledger was closed while it ran");
    }
  }

  private void failed(SQLException e) {
    if (SqlFailure.of(e) == SqlFailure.SETUP) {
      FailureSummary summary = FailureSummary.of(e);
      switchOff(summary.line() + " " + summary.remedy());
      return;
    }
    log.debug("spanledger: what runs is not stored for now", e);
    synchronized (this) {
      pausedUntil = nanoTime.getAsLong() + AFTER_FAILURE.toNanos();
    }
  }

  private void switchOff(String why) {
    off = true;
    log.warn(
        "spanledger: spans that run are not stored in agent_open_spans, until the next start: {}; run: GRANT SELECT, INSERT, UPDATE, DELETE ON agent_open_spans TO the role, or set {}=0",
        why.trim(),
        Knob.OPEN_SPANS_AFTER.property());
  }
}
