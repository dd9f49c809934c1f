// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a column's value becomes the attribute again that it came from. */
enum Form {
  /** It is the attribute. */
  SAME {
    @Override
    @Nullable Object of(Object column) {
      return column;
    }
  },
  /** The column has a JSON string, and the attribute the text in it. */
  TEXT {
    @Override
    @Nullable Object of(Object column) {
      return column instanceof String json && StoredJson.parse(json) instanceof String text
          ? text
          : null;
    }
  },
  /** The column has the JSON text of a list or of a tree. */
  JSON {
    @Override
    @Nullable Object of(Object column) {
      return column instanceof String json ? StoredJson.parse(json) : null;
    }
  },
  /** The attribute spelled the number or boolean out, or had the list's only element. */
  STRING {
    @Override
    @Nullable Object of(Object column) {
      if (column instanceof BigDecimal number) {
        return isExact(number) ? number.stripTrailingZeros().toPlainString() : null;
      }
      return column instanceof List<?> list ? single(list) : column.toString();
    }
  },
  /** The column has a double, and the attribute a whole number. */
  LONG {
    @Override
    @Nullable Object of(Object column) {
      if (column instanceof Double number && Math.abs(number) < FIRST_GAP && number % 1 == 0) {
        return number.longValue();
      }
      return null;
    }
  },
  /** The column has milliseconds, and the attribute seconds. */
  SECONDS {
    @Override
    @Nullable Object of(Object column) {
      return column instanceof Double millis ? millis / 1e3 : null;
    }
  };

  /** From here on, not every whole number is a double. */
  private static final double FIRST_GAP = 0x1p53;

  /** What the attribute was, or null. */
  abstract @Nullable Object of(Object column);

  /**
   * The form that gives exactly this attribute.
   *
   * @param type the attribute's, one of {@link TypeNotes}
   * @return null where none does, so that the attribute has to be kept beside the column
   */
  static @Nullable Form of(Object column, String type, Object attribute) {
    if (attribute.equals(-0.0)) {
      return null; // SQLite stores a zero
    }
    for (Form form : values()) {
      Object tree = form.of(column);
      if (tree != null && attribute.equals(JsonValue.typed(type, tree))) {
        return form;
      }
    }
    return null;
  }

  static Form named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** As it is written to {@code source}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Object single(List<?> list) {
    return list.size() == 1 ? list.get(0) : null;
  }

  /** SQLite stores a double. */
  private static boolean isExact(BigDecimal number) {
    return BigDecimal.valueOf(number.doubleValue()).compareTo(number) == 0;
  }
}
