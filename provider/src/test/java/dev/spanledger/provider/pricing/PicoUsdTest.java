// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicoUsdTest {
  @ParameterizedTest
  @CsvSource({
    "499, 0.000000000",
    "500, 0.000000000",
    "501, 0.000000001",
    "1500, 0.000000002",
    "2500, 0.000000002",
  })
  void isRoundedOnceAndHalfEven(long pico, BigDecimal usd) {
    PicoUsd sum = new PicoUsd();
    sum.add(1, pico);

    assertThat(sum.usd()).isEqualTo(usd);
  }

  @Test
  void roundsTheSumNotItsParts() {
    PicoUsd sum = new PicoUsd();
    for (int i = 0; i < 10; i++) {
      sum.add(1, 400);
    }

    assertThat(sum.usd()).isEqualTo(new BigDecimal("0.000000004"));
  }

  /** Products and sums on both sides of what a long holds. */
  @Test
  void isExactWhateverItsSize() {
    long seed = 20261128;
    Random random = new Random(seed);
    for (int run = 0; run < 2_000; run++) {
      PicoUsd sum = new PicoUsd();
      BigDecimal exact = BigDecimal.ZERO;
      for (int i = 0; i < 5; i++) {
        long units = random.nextLong() >>> (1 + random.nextInt(63));
        long pico = random.nextLong() >>> (1 + random.nextInt(63));
        sum.add(units, pico);
        exact = exact.add(BigDecimal.valueOf(units).multiply(BigDecimal.valueOf(pico, 12)));
      }
      assertThat(sum.usd())
          .as("seed %d, run %d", seed, run)
          .isEqualTo(exact.setScale(9, RoundingMode.HALF_EVEN));
    }
  }

  @Test
  void aSumThatJustDoesNotFitIsExactToo() {
    PicoUsd sum = new PicoUsd();
    sum.add(1, Long.MAX_VALUE);
    sum.add(1, Long.MAX_VALUE);

    assertThat(sum.usd()).isEqualTo(new BigDecimal("18446744.073709552"));
  }
}
