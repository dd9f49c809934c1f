// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code agent_contents}.
 *
 * @param role of a message
 */
record Content(Key key, String type, @Nullable String role, String json) {
  static final String MESSAGE = "message";
  static final String ATTRIBUTE = "attribute";

  /** The ids of many contents, in order: see {@link ContentLists}. */
  static final String LIST = "list";

  /** Contents live and die with the UTC day of the spans that name them. */
  record Key(LocalDate day, UUID id) {}

  /**
   * By key: all writers insert in one order, so that they wait for each other but never in a
   * circle.
   */
  static final Comparator<Content> IN_ORDER =
      Comparator.comparing((Content content) -> content.key.day)
          .thenComparing(content -> content.key.id);

  static LocalDate day(SpanRow row) {
    return row.startTime().atOffset(ZoneOffset.UTC).toLocalDate();
  }

  int bytes() {
    return json.getBytes(StandardCharsets.UTF_8).length;
  }
}
