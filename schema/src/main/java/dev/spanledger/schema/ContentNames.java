// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Says in SQL which contents of a day its spans name. */
final class ContentNames {
  /** For {@link #with}: all spans of the day. */
  static final String OF_ALL = "1 = 1";

  private ContentNames() {}

  /**
   * What comes before a statement that asks for {@code id}s of {@code named}: those that the day's
   * spans {@code s} name which fulfil the condition, and those in the lists that they name.
   */
  static String with(Dialect dialect, LocalDate day, String condition) {
    return """
        WITH direct AS (
          SELECT DISTINCT r.atom AS id FROM %1$s s %2$s
          WHERE s.start_time >= %3$s AND s.start_time < %4$s AND r.atom IS NOT NULL AND %5$s
        ), named AS (
          SELECT id FROM direct
          UNION
          SELECT e.value FROM %6$s l %7$s
          WHERE l.day = %8$s AND l.content_type = 'list' AND l.content_id IN (SELECT id FROM direct)
        )"""
        .formatted(
            dialect.table("agent_spans"),
            dialect.namedContents(),
            dialect.literal(midnight(day)),
            dialect.literal(midnight(day.plusDays(1))),
            condition,
            dialect.table("agent_contents"),
            dialect.listedContents(),
            dialect.literal(day));
  }

  static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
