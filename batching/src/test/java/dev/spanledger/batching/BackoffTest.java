// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void doublesUpToTheLongestWaitAndCutsAtMostHalfOfEach() {
    Backoff backoff = new Backoff(100, 1_000, new Random(7));
    for (long full : new long[] {100, 200, 400, 800, 1_000, 1_000, 1_000}) {
      assertThat(backoff.nextNanos()).isBetween(full / 2, full);
    }
  }

  @Test
  void startsAnewAfterAReset() {
    Backoff backoff = new Backoff(100, 1_000, new Random(7));
    for (int i = 0; i < 10; i++) {
      backoff.nextNanos();
    }
    backoff.reset();
    assertThat(backoff.nextNanos()).isBetween(50L, 100L);
  }

  @Test
  void waitsDiffer() {
    Backoff backoff = new Backoff(1_000_000, 1_000_000, new Random(7));
    assertThat(backoff.nextNanos()).isNotEqualTo(backoff.nextNanos());
  }
}
