// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.batching.spill.FaultyDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A batcher with a spill directory, and a database that comes and goes. */
@Timeout(60)
class SpillTest {

  private static final Duration SECONDS = Duration.ofSeconds(20);
  private static final SpillFormat<String> TEXT =
      new SpillFormat<>() {
        @Override
        public byte[] encode(String item) {
          if (item.startsWith("unencodable")) {
            throw new IllegalStateException("item");
          }
          return item.getBytes(UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
          String item = new String(bytes, UTF_8);
          if (item.startsWith("undecodable")) {
            throw new IllegalArgumentException("item");
          }
          return item;
        }
      };

  @TempDir Path directory;

  private final FaultyDisk disk = new FaultyDisk();
  private final RecordingLogger log = new RecordingLogger();
  private final List<String> stored = new CopyOnWriteArrayList<>();
  private volatile boolean away;
  private volatile int takes = Integer.MAX_VALUE;

  private AsyncBatcherBuilder<String> settings(long maxBytes) {
    AsyncBatcherBuilder<String> settings =
        AsyncBatcher.<String>builder("spill", this::write)
            .spill(directory, maxBytes, TEXT)
            .maxQueueItems(100)
            .batchSize(10)
            .maxDelay(Duration.ofMillis(1))
            .retryBackoff(Duration.ofMillis(1), Duration.ofMillis(20));
    settings.log = log;
    settings.journals = disk::journal;
    return settings;
  }

  private AsyncBatcher<String> start() {
    return settings(100 << 20).build();
  }

  private void write(List<String> batch) throws IOException {
    if (away || stored.size() >= takes) {
      throw new IOException("away");
    }
    stored.addAll(batch);
  }

  /** Offers, and gives the spilling thread the time to keep up. */
  private static List<String> offer(AsyncBatcher<String> batcher, int from, int to) {
    List<String> items = IntStream.range(from, to).mapToObj(i -> "item " + i).toList();
    for (String item : items) {
      await(() -> batcher.ledger().queued() < 90);
      assertThat(batcher.offer(item, 100)).isNull();
    }
    return items;
  }

  private static void await(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start).isLessThan(SECONDS.toNanos());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  @Test
  void whatIsOfferedIsStoredInOrderAndLeavesTheDisk() throws IOException {
    List<String> items;
    try (AsyncBatcher<String> batcher = start()) {
      items = offer(batcher, 0, 500);
      assertThat(batcher.flush(SECONDS)).isTrue();
      assertThat(stored).isEqualTo(items);
      assertThat(batcher.ledger().stored()).isEqualTo(500);
      assertThat(batcher.ledger().balanced()).isTrue();
    }
    assertThat(files()).containsExactly("lock");
  }

  @Test
  void whatMemoryDoesNotHoldIsOnDiskAndComesBackInOrder() {
    away = true;
    try (AsyncBatcher<String> batcher = start()) {
      List<String> items = new ArrayList<>(offer(batcher, 0, 2_000));
      await(() -> batcher.ledger().queued() + batcher.ledger().spilled() == 2_000);
      await(() -> batcher.ledger().spilled() >= 1_950);
      assertThat(batcher.ledger().queued()).isBetween(1L, 50L);
      assertThat(batcher.ledger().balanced()).isTrue();
      away = false;
      items.addAll(offer(batcher, 2_000, 3_000));
      assertThat(batcher.flush(SECONDS)).isTrue();
      assertThat(stored).isEqualTo(items);
      assertThat(batcher.ledger().stored()).isEqualTo(3_000);
      assertThat(batcher.ledger().spilled()).isZero();
      assertThat(batcher.ledger().balanced()).isTrue();
    }
  }

  @Test
  void itsHealthSaysHowMuchIsOnDiskAndHowLongThatHasWaited() {
    ManualTime time = ManualTime.flowing(Duration.ofMillis(1));
    AsyncBatcherBuilder<String> settings = settings(100 << 20);
    settings.time = time;
    away = true;
    takes = 1_000;
    try (AsyncBatcher<String> batcher = settings.build()) {
      offer(batcher, 0, 2_000);
      await(() -> batcher.ledger().spilled() >= 1_950);
      assertThat(batcher.health().spilledBytes()).isBetween(2_000L * 20, 2_000L * 100);
      assertThat(batcher.health().maxSpilledBytes()).isEqualTo(100 << 20);
      time.advance(Duration.ofHours(1));
      away = false;
      await(() -> stored.size() >= 1_000);
      await(() -> batcher.health().state() == BatcherHealth.State.RETRYING);
      assertThat(batcher.health().oldestAge()).isBetween(Duration.ofHours(1), Duration.ofHours(2));
      takes = Integer.MAX_VALUE;
      await(() -> batcher.ledger().stored() == 2_000);
      await(() -> batcher.health().oldestAge().isZero());
      await(() -> batcher.health().spilledBytes() == 0);
    }
  }

  @Test
  void whatACloseLeavesTheNextProcessStores() {
    away = true;
    List<String> items;
    try (AsyncBatcher<String> batcher = start()) {
      items = offer(batcher, 0, 300);
      assertThat(batcher.close(SECONDS)).isTrue();
      assertThat(batcher.ledger().spilled()).as(batcher.ledger().toString()).isEqualTo(300);
      assertThat(batcher.ledger().balanced()).isTrue();
      assertThat(batcher.ledger().droppedTotal()).isZero();
    }
    away = false;
    try (AsyncBatcher<String> next = start()) {
      await(() -> next.ledger().stored() == 300);
      assertThat(stored).isEqualTo(items);
      assertThat(next.ledger().accepted()).isEqualTo(300);
      assertThat(next.ledger().balanced()).isTrue();
    }
    assertThat(log.lines).anyMatch(line -> line.contains("has left 300 items"));
  }

  @Test
  void aFlushIsTrueOnceTheDiskHasAllWhileTheDatabaseIsAway() {
    away = true;
    try (AsyncBatcher<String> batcher = start()) {
      offer(batcher, 0, 200);
      assertThat(batcher.flush(SECONDS)).isTrue();
      assertThat(stored).isEmpty();
      assertThat(disk.syncs.get()).isPositive();
      assertThat(batcher.flushAsync().orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
    }
  }

  @Test
  void aFlushIsTrueAtItsTimeoutIfTheDiskHasAll() throws Exception {
    Gate gate = new Gate();
    try (AsyncBatcher<String> batcher =
        AsyncBatcher.<String>builder("slow", batch -> gate.pass())
            .spill(directory, 1 << 20, TEXT)
            .build()) {
      batcher.offer("item", 10);
      assertThat(batcher.flush(Duration.ofMillis(500))).isTrue();
      await(
          () -> {
            CompletableFuture<Boolean> flush = batcher.flushAsync();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            return batcher.endFlush(flush);
          });
      gate.open();
    }
  }

  @Test
  void aFlushIsFalseIfTheDiskHasNotAll() {
    away = true;
    disk.failingSyncs.set(1_000);
    try (AsyncBatcher<String> batcher = start()) {
      // Beside a sync that fails, an append may fail, too: a second item could be in memory only.
      offer(batcher, 0, 1);
      assertThat(batcher.flush(Duration.ofMillis(300))).isFalse();
      assertThat(batcher.close(Duration.ofMillis(300))).isFalse();
      assertThat(batcher.ledger().spilled()).isEqualTo(1);
    }
  }

  @Test
  void aFullDiskIsNoMoreThanNoDisk() {
    away = true;
    disk.space.set(0);
    try (AsyncBatcher<String> batcher = start()) {
      for (int i = 0; i < 150; i++) {
        batcher.offer("item " + i, 100);
      }
      assertThat(batcher.ledger().dropped(DropReason.QUEUE_FULL)).isEqualTo(50);
      assertThat(batcher.ledger().queued()).isEqualTo(100);
      await(() -> log.lines.stream().anyMatch(line -> line.contains("takes nothing")));
      disk.space.set(Long.MAX_VALUE);
      away = false;
      assertThat(batcher.flush(SECONDS)).isFalse();
      offer(batcher, 150, 160);
      assertThat(batcher.flush(SECONDS)).isTrue();
      assertThat(stored)
          .containsExactlyElementsOf(
              IntStream.range(0, 160)
                  .filter(i -> i < 100 || i >= 150)
                  .mapToObj(i -> "item " + i)
                  .toList());
      assertThat(batcher.ledger().balanced()).isTrue();
    }
    assertThat(log.lines.stream().filter(line -> line.contains("takes nothing"))).hasSize(1);
  }

  @Test
  void aDiskThatHasRoomAgainIsUsedAgain() {
    away = true;
    disk.space.set(500);
    try (AsyncBatcher<String> batcher = start()) {
      List<String> items = new ArrayList<>(offer(batcher, 0, 80));
      await(() -> log.lines.stream().anyMatch(line -> line.contains("takes nothing")));
      disk.space.set(Long.MAX_VALUE);
      items.addAll(offer(batcher, 80, 85));
      await(
          () -> {
            items.addAll(offer(batcher, items.size(), items.size() + 1));
            LockSupports.park();
            return log.lines.stream().anyMatch(line -> line.contains("works again"));
          });
      items.addAll(offer(batcher, items.size(), items.size() + 300));
      away = false;
      assertThat(batcher.flush(SECONDS)).isTrue();
      assertThat(stored).isEqualTo(items);
    }
  }

  /** So that a second passes in not too many items. */
  private static final class LockSupports {
    static void park() {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
    }
  }

  @Test
  void theLimitOfTheDirectoryHolds() throws IOException {
    away = true;
    try (AsyncBatcher<String> batcher = settings(1 << 20).maxQueueBytes(10_000_000).build()) {
      String large = "x".repeat(50_000);
      for (int i = 0; i < 100; i++) {
        batcher.offer(large, 50_000);
      }
      await(() -> !log.lines.isEmpty());
      assertThat(size()).isLessThan(1 << 20);
      assertThat(batcher.ledger().balanced()).isTrue();
      away = false;
      batcher.flush(SECONDS);
      assertThat(stored).hasSize(100);
    }
  }

  @Test
  void anItemWithoutBytesIsKeptInMemory() {
    try (AsyncBatcher<String> batcher = start()) {
      batcher.offer("before", 10);
      batcher.offer("unencodable", 10);
      batcher.offer("behind", 10);
      assertThat(batcher.flush(SECONDS)).isTrue();
      assertThat(stored).containsExactly("before", "unencodable", "behind");
    }
  }

  @Test
  void anItemThatCannotBeReadBackIsCountedAndItsFileKept() throws IOException {
    away = true;
    try (AsyncBatcher<String> batcher = start()) {
      batcher.offer("undecodable", 10);
      batcher.offer("good", 10);
      batcher.close(SECONDS);
    }
    away = false;
    try (AsyncBatcher<String> next = start()) {
      await(() -> next.ledger().stored() == 1);
      assertThat(next.ledger().dropped(DropReason.SPILL_DAMAGED)).isEqualTo(1);
      assertThat(next.ledger().balanced()).isTrue();
    }
    assertThat(files()).anyMatch(name -> name.endsWith(".aside"));
    assertThat(String.join("", log.lines)).doesNotContain("undecodable");
  }

  @Test
  void aDiskThatCannotBeReadCostsWhatIsOnItAlone() {
    away = true;
    try (AsyncBatcher<String> batcher = start()) {
      offer(batcher, 0, 200);
      await(() -> batcher.ledger().spilled() == 150);
      disk.unreadable = true;
      away = false;
      await(() -> batcher.ledger().stored() == 50);
      assertThat(batcher.flush(SECONDS)).isFalse();
      assertThat(batcher.ledger().dropped(DropReason.SPILL_DAMAGED)).isEqualTo(150);
      assertThat(batcher.ledger().balanced()).isTrue();
    }
  }

  @Test
  void aBatcherWhoseDirectoryCannotBeUsedIsNotBuilt() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(
            () ->
                AsyncBatcher.<String>builder("x", batch -> {})
                    .spill(file.resolve("below"), 1 << 20, TEXT)
                    .build())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("below");
  }

  @Test
  void manyFlushesInVainLeaveNothing() {
    away = true;
    try (AsyncBatcher<String> batcher = start()) {
      for (int i = 0; i < 200; i++) {
        offer(batcher, i, i + 1);
        assertThat(batcher.flush(SECONDS)).isTrue();
      }
      away = false;
      await(() -> stored.size() == 200);
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }

  private long size() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
