// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BusyTimeTest {
  @Test
  void anyIntervalsInAnyOrderAreTheirUnion() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      BusyTime busy = new BusyTime();
      BitSet expected = new BitSet();
      for (int i = random.nextInt(40); i >= 0; i--) {
        int start = random.nextInt(300);
        int end = start + random.nextInt(30);
        busy.add(start, end);
        expected.set(start, end);
      }
      int from = random.nextInt(330);
      int to = from + random.nextInt(330);
      assertThat(busy.within(from, to))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(expected.get(from, to).cardinality());
      assertThat(busy.isExact()).isTrue();
    }
  }

  @Test
  void tooManyIntervalsAreNotKept() {
    BusyTime busy = new BusyTime();
    for (int i = 0; i < 256; i++) {
      busy.add(2L * i, 2L * i + 1);
    }
    assertThat(busy.isExact()).isTrue();
    assertThat(busy.within(0, 1_000)).isEqualTo(256);
    busy.add(10_000, 10_001);
    assertThat(busy.isExact()).isFalse();
    busy.add(10_002, 10_003);
    assertThat(busy.isExact()).isFalse();
  }
}
