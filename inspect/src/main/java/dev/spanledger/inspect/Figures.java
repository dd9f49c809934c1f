// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them in a line of text. */
public final class Figures {
  private Figures() {}

  /** 0.8 ms, 41.2 s, 12 m 5 s, 3 h 20 m. */
  public static String duration(long nanos) {
    double ms = nanos / 1e6;
    if (ms < 1_000) {
      return String.format(Locale.ROOT, ms < 10 ? "%.1f ms" : "%.0f ms", ms);
    }
    if (ms < 120_000) {
      return String.format(Locale.ROOT, "%.1f s", ms / 1e3);
    }
    long seconds = Math.round(ms / 1e3);
    return seconds < 7_200
        ? seconds / 60 + " m " + seconds % 60 + " s"
        : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " m";
  }

  /** 950, 1.2k, 83k, 4.1M. */
  public static String tokens(long tokens) {
    if (tokens < 1_000) {
      return Long.toString(tokens);
    }
    double thousands = tokens / 1e3;
    if (thousands < 999.5) {
      return String.format(Locale.ROOT, thousands < 9.95 ? "%.1fk" : "%.0fk", thousands);
    }
    return String.format(Locale.ROOT, "%.1fM", tokens / 1e6);
  }

  /** $0.41, $12.30; two digits that are not zero of what is less than a cent. */
  public static String usd(BigDecimal cost) {
    if (cost.signum() == 0) {
      return "$0";
    }
    if (cost.abs().compareTo(new BigDecimal("0.01")) >= 0) {
      return String.format(Locale.ROOT, "$%.2f", cost);
    }
    return "$" + cost.round(new MathContext(2)).stripTrailingZeros().toPlainString();
  }
}
