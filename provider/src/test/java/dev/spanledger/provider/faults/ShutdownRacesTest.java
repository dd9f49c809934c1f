// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.batching.DropReason;
import dev.spanledger.batching.Ledger;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.Await;
import dev.spanledger.testkit.oracle.FaultForm;
import dev.spanledger.testkit.oracle.Progress;
import dev.spanledger.testkit.oracle.SpanOracle;
import dev.spanledger.testkit.oracle.Verdict;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;

/**
 * The SDK is shut down while eight threads end spans: what ended before is stored, and what ended
 * later is stored or counted.
 */
@Tag("faults")
class ShutdownRacesTest {
  private static final int THREADS = 8;
  private static final int SPANS_A_THREAD = 40;
  private static final int LONGEST_MICROS = 1_000;

  private final long seed = FaultForm.seed();
  private final Random random = new Random(seed);
  private final SpanOracle oracle = SpanOracle.inMemory(TracedApp.PAYLOAD);

  /** Ended before the shutdown, in any race. */
  private final Set<String> inTime = ConcurrentHashMap.newKeySet();

  private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
  private long stored;
  private long late;

  @EachDatabase
  void leaveNothingUnaccounted(TestDatabase database) throws Exception {
    int races = FaultForm.choose(25, 500);
    Progress progress = Progress.of("shutdown races, " + database.kind(), races, seed);
    try (HikariDataSource pool = TracedApp.pool(database)) {
      for (int i = 1; i <= races; i++) {
        race(pool, i);
        progress.round(i, stored + " stored");
      }
    }
    assertThat(thrown).isEmpty();
    Verdict verdict = TracedApp.judge(oracle, database.dataSource());
    progress.end(verdict + ", those ended after the shutdown: " + late + " refused and counted");
    assertThat((long) verdict.stored()).isEqualTo(stored);
    assertThat(verdict.missing()).hasSize((int) late);
    assertThat(Collections.disjoint(verdict.missing(), inTime)).isTrue();
    assertThat(verdict.unexpected()).isEmpty();
    assertThat(verdict.wrong()).isEmpty();
  }

  private void race(HikariDataSource pool, int number) throws InterruptedException {
    Spanledger ledger = TracedApp.quick(pool).build();
    SdkTracerProvider sdk =
        SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build();
    Race race = new Race(sdk.get("test"));
    race.start();
    Await.pass(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(LONGEST_MICROS))));
    race.isShutDown = true;
    sdk.shutdown().join(1, TimeUnit.MINUTES);
    race.join();
    Ledger account = ledger.stats().ledger();
    String which = "seed %d, race %d: %s".formatted(seed, number, account);
    assertThat(account.balanced()).as(which).isTrue();
    assertThat(account.accepted()).as(which).isEqualTo(race.ended.get());
    assertThat(account.queued()).as(which).isZero();
    assertThat(account.droppedTotal())
        .as(which)
        .isEqualTo(account.dropped(DropReason.CLOSED))
        .isEqualTo(account.accepted() - account.stored());
    stored += account.stored();
    late += account.droppedTotal();
  }

  /** The threads, which begin together. */
  private final class Race {
    private final Tracer tracer;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch together = new CountDownLatch(THREADS + 1);
    private final AtomicLong ended = new AtomicLong();
    private volatile boolean isShutDown;

    Race(Tracer tracer) {
      this.tracer = tracer;
    }

    void start() throws InterruptedException {
      for (int i = 0; i < THREADS; i++) {
        threads.add(new Thread(this::run, "hot-" + i));
      }
      threads.forEach(Thread::start);
      together.countDown();
      together.await();
    }

    void join() throws InterruptedException {
      for (Thread thread : threads) {
        thread.join();
      }
    }

    private void run() {
      try {
        together.countDown();
        together.await();
        Span root = tracer.spanBuilder("invoke_agent a").setNoParent().startSpan();
        Context below = Context.root().with(root);
        for (int i = 1; i < SPANS_A_THREAD; i++) {
          end(tracer.spanBuilder("step").setParent(below).startSpan(), oracle::end);
        }
        end(root, oracle::endRoot);
      } catch (Throwable e) {
        thrown.add(e);
      }
    }

    /** Once it is shut down, the SDK makes no spans. */
    private void end(Span span, Consumer<Span> by) {
      if (span.isRecording()) {
        ended.incrementAndGet();
        by.accept(span);
        if (!isShutDown) {
          inTime.add(span.getSpanContext().getSpanId());
        }
      }
    }
  }
}
