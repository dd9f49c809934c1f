// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values that every database takes, and gives back as they were written. */
final class Storable {
  /**
   * Years of four digits, the day after included: in SQLite, text of others does not sort, and
   * PostgreSQL parses it not.
   */
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-30T23:59:59.999999Z");

  private Storable() {}

  /** An equal value where nothing had to be repaired; null where nothing could be saved. */
  static @Nullable Object of(Column<?> column, Object value, TextMemory memory) {
    return switch (column.type()) {
      case ID -> column.equals(SpanColumns.STATUS) ? status((String) value) : id((String) value);
      case TEXT -> StorableText.repair((String) value);
      case JSON, JSONB -> StorableJson.repair((String) value, memory);
      case TEXT_LIST -> texts((List<?>) value);
      case DOUBLE -> Double.isFinite((Double) value) ? value : null;
      case DECIMAL -> money((BigDecimal) value);
      case SHORT -> within(Short.MIN_VALUE, (Long) value, Short.MAX_VALUE);
      case INTEGER -> within(Integer.MIN_VALUE, (Long) value, Integer.MAX_VALUE);
      case INSTANT -> instant((Instant) value);
      case UUID_LIST -> List.copyOf((List<?>) value);
      case LONG -> column.name().endsWith("_tokens") && (Long) value < 0 ? null : value;
      case UUID, BOOLEAN -> value;
    };
  }

  static String id(String id) {
    return StorableText.repair(StorableText.cut(id, Column.ID_CHARS));
  }

  static Instant instant(Instant time) {
    return time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : micros(time);
  }

  /**
   * Both databases keep microseconds, and PostgreSQL rounds what is finer: up, at midnight into a
   * day that is not the span's.
   */
  static Instant micros(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  /** Of statuses that it does not know, the merge could not say which is worse. */
  private static String status(String status) {
    return Statuses.WORST_FIRST.contains(status) ? status : Statuses.UNSET;
  }

  private static List<String> texts(List<?> texts) {
    List<String> storable = new ArrayList<>(texts.size());
    for (Object text : texts) {
      storable.add(text == null ? "" : StorableText.repair((String) text));
    }
    return List.copyOf(storable);
  }

  private static @Nullable BigDecimal money(BigDecimal usd) {
    if (usd.signum() < 0 || usd.compareTo(TraceRow.MOST_MONEY) > 0) {
      return null;
    }
    return usd.scale() <= 9 ? usd : usd.setScale(9, RoundingMode.DOWN);
  }

  private static Long within(long least, Long value, long most) {
    return Math.max(least, Math.min(value, most));
  }
}
