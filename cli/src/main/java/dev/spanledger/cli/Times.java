// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people type them. */
public final class Times {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|w)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7));

  private Times() {}

  /**
   * {@code 500ms}, {@code 30s}, {@code 2m}, {@code 3h}, {@code 7d}, {@code 2w}.
   *
   * @throws Trouble for anything else
   */
  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text.trim());
    Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new Trouble(
          Code.USAGE, "'" + text + "' is no duration", "Write 500ms, 30s, 2m, 3h, 7d or 2w.");
    }
    return unit.multipliedBy(Long.parseLong(matcher.group(1)));
  }

  /**
   * So long ago, or a date, or a date with a time; UTC where it does not say.
   *
   * @throws Trouble for anything else
   */
  public static Instant instant(String text, Clock clock) {
    String trimmed = text.trim().replace(' ', 'T');
    if (DURATION.matcher(trimmed).matches()) {
      return clock.instant().minus(duration(trimmed));
    }
    try {
      if (trimmed.length() == 10) {
        return LocalDate.parse(trimmed).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      return trimmed.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
          ? OffsetDateTime.parse(trimmed).toInstant()
          : LocalDateTime.parse(trimmed).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new Trouble(
          Code.USAGE,
          "'" + text + "' is no time",
          "Write how long ago (2h, 7d), or a time such as 2026-11-29T08:00Z.");
    }
  }
}
