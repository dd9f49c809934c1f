// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpanIdsTest {
  private static final List<@Nullable String> ODD =
      new ArrayList<>(
          List.of(
              "",
              "1",
              "span-7",
              "00000000000000AB",
              "00000000000000ab0",
              "０000000000000001",
              "日本"));

  @Test
  void saysWhatItWasTold() {
    List<String> told =
        List.of("0000000000000000", "00000000000000ab", "ffffffffffffffff", "span-7", "");
    SpanIds ids = of(told);
    assertThat(List.of(ids.get(0), ids.get(1), ids.get(2), ids.get(3), ids.get(4))).isEqualTo(told);
  }

  @Test
  void findsTheFirstOfEachAsAListWould() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<@Nullable String> told = random(random, 3_000);
    List<@Nullable String> wanted = random(random, 3_000);
    int[] places = of(told).places(of(wanted));
    for (int i = 0; i < places.length; i++) {
      String id = wanted.get(i);
      int expected = id == null ? -1 : told.indexOf(id);
      assertThat(places[i]).as("seed %d, '%s'", seed, id).isEqualTo(expected);
      if (id != null) {
        assertThat(of(told).indexOf(id)).as("seed %d, '%s'", seed, id).isEqualTo(expected);
      }
    }
  }

  @Test
  void ordersThemAsTheirTexts() {
    SpanIds ids = of(List.of("000000000000000a", "8000000000000000", "x"));
    assertThat(ids.compare(0, 1)).isNegative();
    assertThat(ids.compare(1, 0)).isPositive();
    assertThat(ids.compare(1, 2)).isNegative();
    assertThat(ids.compare(2, 1)).isPositive();
    assertThat(ids.compare(0, 0)).isZero();
  }

  private static List<@Nullable String> random(Random random, int count) {
    List<@Nullable String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int kind = random.nextInt(10);
      ids.add(
          kind == 0
              ? null
              : kind == 1
                  ? ODD.get(random.nextInt(ODD.size()))
                  : "%016x".formatted((long) random.nextInt(5_000) << random.nextInt(48)));
    }
    return ids;
  }

  private static SpanIds of(List<@Nullable String> texts) {
    SpanIds ids = new SpanIds();
    texts.forEach(ids::add);
    ids.trim();
    return ids;
  }
}
