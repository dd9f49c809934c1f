// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing that is queued is lost, doubled, overtaken or kept. */
@Timeout(60)
class IntrusiveQueueTest {

  private static final int THREADS = 8;
  private static final int EACH = 20_000;

  private final IntrusiveQueue<Integer> queue = new IntrusiveQueue<>();

  @Test
  void givesBackInTheOrderOfAdding() {
    for (int round = 0; round < 3; round++) {
      assertThat(queue.isEmpty()).isTrue();
      assertThat(queue.poll()).isNull();
      queue.add(entry(1));
      assertThat(queue.isEmpty()).isFalse();
      queue.add(entry(2));
      assertThat(poll()).isEqualTo(1);
      queue.add(entry(3));
      assertThat(poll()).isEqualTo(2);
      assertThat(poll()).isEqualTo(3);
    }
  }

  @Test
  void keepsTheOrderOfEachOfManyThreads() throws Exception {
    HotThreads adding =
        HotThreads.start(
            THREADS,
            thread -> {
              for (int i = 0; i < EACH; i++) {
                queue.add(entry(thread * EACH + i));
              }
            });
    int[] next = new int[THREADS];
    for (int taken = 0; taken < THREADS * EACH; ) {
      if (queue.poll() instanceof Entry<Integer> entry) {
        int thread = entry.item() / EACH;
        assertThat(entry.item() % EACH == next[thread]).isTrue();
        next[thread]++;
        taken++;
      }
    }
    adding.join();
    assertThat(next).containsOnly(EACH);
    assertThat(queue.poll()).isNull();
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void keepsNothingThatWasTakenInMemory() {
    List<WeakReference<Object>> taken = new ArrayList<>();
    Queued<Integer> first = entry(0);
    queue.add(first);
    for (int i = 1; i < 10; i++) {
      Entry<Integer> entry = entry(i);
      taken.add(new WeakReference<>(entry));
      queue.add(entry);
    }
    for (int i = 0; i < 10; i++) {
      queue.poll();
    }
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (taken.stream().anyMatch(one -> one.get() != null) && System.nanoTime() < end) {
      System.gc();
    }
    assertThat(taken).allMatch(one -> one.get() == null);
    assertThat(first.next).isNull();
  }

  private int poll() {
    return queue.poll() instanceof Entry<Integer> entry ? entry.item() : -1;
  }

  private static Entry<Integer> entry(int item) {
    return new Entry.Of<>(item, false);
  }
}
