// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** An exact sum of pico-USD, whatever its size. Not thread-safe. */
final class PicoUsd {
  private static final int PICO = 12;
  private static final int NANO = 9;

  private long sum;
  private BigInteger beyond = BigInteger.ZERO;

  /** Neither is negative. */
  void add(long units, long pico) {
    long product = units * pico;
    boolean fits = Math.multiplyHigh(units, pico) == 0 && product >= 0 && sum + product >= 0;
    if (fits) {
      sum += product;
    } else {
      beyond = beyond.add(BigInteger.valueOf(units).multiply(BigInteger.valueOf(pico)));
    }
  }

  /** USD, rounded half-even to nine decimals. */
  BigDecimal usd() {
    BigInteger pico = beyond.add(BigInteger.valueOf(sum));
    return new BigDecimal(pico, PICO).setScale(NANO, RoundingMode.HALF_EVEN);
  }
}
