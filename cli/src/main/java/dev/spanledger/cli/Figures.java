// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them, in few characters. */
final class Figures {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** All that ends a line for somebody. */
  private static final Pattern LINE_ENDS = Pattern.compile("\r\n?|[\u0085\u2028\u2029]");

  /**
   * What a terminal would obey: sequences of escape, and other control characters; and what nobody
   * sees, such as what turns the direction of writing. The joiners of some scripts stay.
   */
  private static final Pattern ESCAPES =
      Pattern.compile(
          "[\u001b\u009b]\\[?[0-9;?]*[A-Za-z]?|[\\p{Cntrl}&&[^\n\t]]|[\u0080-\u009f]|[\\p{Cf}&&[^\\x{200c}\\x{200d}]]");

  private Figures() {}

  /** {@code 0.4ms}, {@code 850ms}, {@code 3.1s}, {@code 12m05s}, {@code 2h03m}. */
  static String duration(double ms) {
    if (ms < 10) {
      return format("%.1fms", ms);
    } else if (ms < 999.5) {
      return format("%.0fms", ms);
    } else if (ms < 59_950) {
      return format("%.1fs", ms / 1_000);
    }
    long seconds = Math.round(ms / 1_000);
    return seconds < 3_600
        ? format("%dm%02ds", seconds / 60, seconds % 60)
        : format("%dh%02dm", seconds / 3_600, seconds / 60 % 60);
  }

  /** {@code 950}, {@code 1.2k}, {@code 83k}, {@code 1.4M}; {@code ?} where it is not known. */
  static String tokens(@Nullable Long tokens) {
    if (tokens == null || tokens < 0) {
      return "?";
    } else if (tokens < 1_000) {
      return tokens.toString();
    } else if (tokens < 9_950) {
      return format("%.1fk", tokens / 1e3);
    } else if (tokens < 999_500) {
      return format("%.0fk", tokens / 1e3);
    }
    return format("%.1fM", tokens / 1e6);
  }

  /** {@code $0.41}, {@code $0.0012}; {@code $?} where it is not known. */
  static String cost(@Nullable BigDecimal usd) {
    if (usd == null) {
      return "$?";
    }
    boolean small = usd.abs().compareTo(BigDecimal.ONE) < 0;
    BigDecimal rounded =
        small ? usd.round(new MathContext(2)) : usd.setScale(2, RoundingMode.HALF_UP);
    return "$" + (rounded.signum() == 0 ? "0" : rounded.toPlainString());
  }

  static String time(Instant time) {
    return TIME.format(time);
  }

  /** On one line, and no longer than that. */
  static String line(String text, int chars) {
    String line = printable(text).replaceAll("\\s+", " ").trim();
    if (line.length() <= chars) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(chars - 2)) ? chars - 2 : chars - 1;
    return line.substring(0, end) + "…";
  }

  /** With its lines, but without what a terminal would obey, and what nobody sees. */
  static String printable(String text) {
    return ESCAPES.matcher(LINE_ENDS.matcher(text).replaceAll("\n")).replaceAll("");
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
