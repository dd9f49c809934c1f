// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.microsoft.playwright.Browser;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures, and prints, what the pages that follow a database make of 2,000 spans a second, which a
 * real provider writes into a real one ({@code batch.delay} 100 ms): the gaps between frames beside
 * those of an idle page, the longest tasks of the page's thread, how long after its end a span is
 * counted on the screen, and whether all are in the end. A program, no test; its arguments are the
 * database ({@code sqlite}, {@code postgresql}), spans a second, and seconds.
 */
final class LiveFrames {
  private static final String WATCH =
      """
      (count) => {
        const w = window.watched = { gaps: [], tasks: [], at: [], counts: [], last: 0, on: true };
        new PerformanceObserver((list) => list.getEntries().forEach((e) => w.tasks.push(e.duration))).observe({ entryTypes: ['longtask'] });
        const frame = (now) => {
          if (w.last) w.gaps.push(now - w.last);
          w.last = now;
          const said = document.querySelector(count)?.textContent.match(/([0-9,]+)( seen|$)/);
          const n = said ? +said[1].replaceAll(',', '') : 0;
          if (n !== w.counts.at(-1)) { w.at.push(Date.now()); w.counts.push(n); }
          if (w.on) requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }""";

  /** Seconds. */
  private static final int WARMING = 5;

  private static final String LIVE_COUNT = ".live .bar .num";

  private final TestDatabase database;
  private final Tab tab;
  private final ViewerServer server;
  private final SpanStream spans;

  private LiveFrames(TestDatabase database, Tab tab, ViewerServer server, SpanStream spans) {
    this.database = database;
    this.tab = tab;
    this.server = server;
    this.spans = spans;
  }

  public static void main(String[] arguments) throws SQLException {
    DatabaseKind kind = DatabaseKind.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
    int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
    System.out.printf("%s, %,d spans/s for %d s%n", kind, rate, seconds);
    for (boolean ofOneTrace : new boolean[] {false, true}) {
      measured(kind, ofOneTrace, rate, seconds);
    }
  }

  private static void measured(DatabaseKind kind, boolean ofOneTrace, int rate, int seconds)
      throws SQLException {
    try (TestDatabase database = TestDatabase.openDurable(kind);
        Spanledger ledger =
            Spanledger.builder(database.dataSource()).batchDelay(Duration.ofMillis(100)).build();
        SdkTracerProvider provider =
            SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build();
        ViewerServer server = ViewerServer.builder(ledger.reader()).port(0).start();
        Chromium chromium = Chromium.open();
        Tab tab = chromium.tab(new Browser.NewContextOptions().setViewportSize(1400, 860))) {
      tab.open(server.url()).expect(".top").isVisible();
      SpanStream before = new SpanStream(provider.get("frames"), false, WARMING * rate);
      before.play(rate); // What is measured is not how a JVM begins.
      ledger.flush(Duration.ofSeconds(60));
      tab.page().waitForTimeout(3_000); // And what the feed has told before is not counted.
      SpanStream spans = new SpanStream(provider.get("frames"), ofOneTrace, rate * seconds);
      LiveFrames frames = new LiveFrames(database, tab, server, spans);
      frames.open(ofOneTrace);
      frames.report(ofOneTrace ? "Trace, idle" : "Live, idle", 3_000, () -> {});
      Stored stored = new Stored(ledger, before.ended());
      stored.start();
      frames.report(ofOneTrace ? "Trace" : "Live", 0, () -> spans.play(rate));
      stored.end();
      print("from end to stored", spans.lateness(stored.counts(), stored.at(), 0));
      spans.end();
      if (!ledger.flush(Duration.ofSeconds(60))) {
        System.out.println("  not all was stored within a minute");
      }
      frames.compareWithTheDatabase(before.ended());
    }
  }

  private void open(boolean ofOneTrace) {
    String view = ofOneTrace ? "trace/" + spans.begin() : "live";
    if (ofOneTrace) {
      // The page of a run is asked for when the run is there: two seconds after its start.
      tab.page().waitForTimeout(4_000);
    }
    tab.open(server.address() + "#/" + view);
    tab.expect(ofOneTrace ? ".tg-row >> nth=0" : ".badge.live").isVisible();
    tab.page().waitForTimeout(1_000);
  }

  private void report(String what, int millis, Runnable meanwhile) {
    tab.page().evaluate(WATCH, count());
    Thread work = new Thread(meanwhile, "spans");
    work.start();
    tab.page().waitForTimeout(Math.max(millis, 1));
    while (work.isAlive()) {
      tab.page().waitForTimeout(250);
    }
    tab.page().waitForTimeout(millis > 0 ? 1 : 2_000);
    Map<?, ?> seen = (Map<?, ?>) tab.evaluate("(watched.on = false, watched)");
    double[] gaps = numbers(seen.get("gaps"));
    double[] tasks = numbers(seen.get("tasks"));
    System.out.printf(
        "%-12s gap between frames: p50 %.1f  p95 %.1f  p99 %.1f  longest %.1f ms; tasks over 50 ms: %d, longest %.0f ms%n",
        what,
        share(gaps, 0.5),
        share(gaps, 0.95),
        share(gaps, 0.99),
        share(gaps, 1),
        tasks.length,
        share(tasks, 1));
    if (millis == 0) {
      int before = spans.isOneTrace() ? 1 : 0;
      print(
          "from end to screen",
          spans.lateness(numbers(seen.get("counts")), numbers(seen.get("at")), before));
    }
  }

  private static void print(String what, double[] late) {
    System.out.printf(
        "  %s: p50 %.0f  p95 %.0f  p99 %.0f  longest %.0f ms (%,d spans)%n",
        what, share(late, 0.5), share(late, 0.95), share(late, 0.99), share(late, 1), late.length);
  }

  private void compareWithTheDatabase(int before) throws SQLException {
    tab.page().waitForTimeout(4_000);
    long stored =
        ((Number) database.rows("SELECT count(*) AS n FROM agent_spans").get(0).get("n"))
            .longValue();
    System.out.printf(
        "  in the end: %,d spans ended, %,d stored, the page says %s%n",
        spans.ended(), stored - before, tab.text(count()));
  }

  private String count() {
    return spans.isOneTrace() ? ".t-facts div:nth-child(7) dd" : LIVE_COUNT;
  }

  private static double[] numbers(Object list) {
    return ((List<?>) list).stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
  }

  private static double share(double[] values, double share) {
    if (values.length == 0) {
      return 0;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
  }

  /** How many were stored at which time, looked at every ten milliseconds. */
  private static final class Stored extends Thread {
    private final Spanledger ledger;
    private final long before;
    private final List<long[]> seen = new ArrayList<>();
    private volatile boolean ended;

    Stored(Spanledger ledger, long before) {
      this.ledger = ledger;
      this.before = before;
    }

    @Override
    public void run() {
      while (!ended) {
        seen.add(
            new long[] {ledger.stats().ledger().stored() - before, System.currentTimeMillis()});
        LockSupport.parkNanos(10_000_000);
      }
    }

    void end() {
      ended = true;
      try {
        join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    double[] counts() {
      return seen.stream().mapToDouble(each -> each[0]).toArray();
    }

    double[] at() {
      return seen.stream().mapToDouble(each -> each[1]).toArray();
    }
  }
}
