// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.ChangeFeed;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class ChangeFeedTest {
  @EachDatabase
  void whatWasThereBeforeIsNotNew(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(schema, now(1, 1));
    ChangeFeed feed = schema.reader().changes(null);
    assertThat(feed.poll(100)).isEmpty();
    Tables.write(schema, now(1, 2), now(2, 1));
    assertThat(names(feed.poll(100))).containsExactlyInAnyOrder("1/2", "2/1");
    assertThat(feed.poll(100)).isEmpty();
  }

  @EachDatabase
  void moreThanTheLimitWaits(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    ChangeFeed feed = schema.reader().changes(null);
    List<SpanRow> rows = new ArrayList<>();
    for (int span = 1; span <= 25; span++) {
      rows.add(now(1, span));
    }
    schema.writer().write(rows);
    Set<String> seen = new HashSet<>();
    for (int poll = 0; poll < 3; poll++) {
      List<SpanRow> page = feed.poll(10);
      assertThat(page).hasSizeLessThanOrEqualTo(10);
      seen.addAll(names(page));
    }
    assertThat(seen).hasSize(25);
    assertThat(feed.poll(10)).isEmpty();
  }

  @EachDatabase
  void anotherFeedGoesOnWhereOneEnded(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    ChangeFeed feed = schema.reader().changes(null);
    Tables.write(schema, now(1, 1));
    assertThat(feed.poll(100)).hasSize(1);
    Instant position = feed.position();
    Tables.write(schema, now(1, 2));
    assertThat(names(schema.reader().changes(position).poll(100))).contains("1/2");
  }

  @EachDatabase
  void noSpanOfManyWritersIsMissed(TestDatabase database) throws Exception {
    TraceSchema schema = Tables.open(database);
    ChangeFeed feed = schema.reader().changes(null);
    int writers = 4;
    int batches = 25;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 1; writer <= writers; writer++) {
        int trace = writer;
        running.add(threads.submit(() -> write(schema, trace, batches)));
      }
      List<String> seen = new ArrayList<>();
      while (!running.stream().allMatch(Future::isDone)) {
        seen.addAll(names(feed.poll(50)));
      }
      for (Future<?> writer : running) {
        writer.get();
      }
      List<SpanRow> last = feed.poll(50);
      while (!last.isEmpty()) {
        seen.addAll(names(last));
        last = feed.poll(50);
      }
      assertThat(seen).doesNotHaveDuplicates().hasSize(writers * batches * 3);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void write(TraceSchema schema, int trace, int batches) throws SQLException {
    SpanWriter writer = schema.writer();
    for (int batch = 0; batch < batches; batch++) {
      writer.write(
          List.of(now(trace, batch * 3 + 1), now(trace, batch * 3 + 2), now(trace, batch * 3 + 3)));
    }
    return null;
  }

  /** A span that began by the clock of today: the feed passes over what began long ago. */
  private static SpanRow now(long trace, long span) {
    Instant start = Instant.now().minus(Duration.ofSeconds(1));
    long nanos = start.getEpochSecond() * 1_000_000_000L + start.getNano();
    return SpanRows.span(trace, span)
        .set(SpanColumns.NAME, trace + "/" + span)
        .times(nanos, nanos + 1_000_000, start)
        .build();
  }

  private static List<String> names(List<SpanRow> spans) {
    return spans.stream().map(SpanRow::name).toList();
  }
}
