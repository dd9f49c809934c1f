// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values as PostgreSQL reads them from text, so that one array of texts carries a column of any
 * type.
 */
final class PostgresText {
  private PostgresText() {}

  static @Nullable String of(@Nullable Object value) {
    return value == null ? null : value instanceof List<?> list ? array(list) : value.toString();
  }

  private static String array(List<?> values) {
    return values.stream()
        .map(value -> '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }
}
