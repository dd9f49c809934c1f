// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A row of {@code agent_contents}. */
record Content(Key key, String type, String json) {
  /** Contents live and die with the UTC day of the spans that name them. */
  record Key(LocalDate day, UUID id) {}

  /**
   * By key: all writers insert in one order, so that they wait for each other but never in a
   * circle.
   */
  static final Comparator<Content> IN_ORDER =
      Comparator.comparing((Content content) -> content.key.day)
          .thenComparing(content -> content.key.id);

  /** What the rows share, each once, without those already known to be stored. */
  static List<Content> of(Collection<SpanRow> rows, KnownContents known) {
    Set<Content> contents = new LinkedHashSet<>();
    for (SpanRow row : rows) {
      for (SharedContent shared : SharedContent.ALL) {
        UUID id = row.get(shared.ref());
        String json = row.get(shared.content());
        if (id != null && json != null && !known.contains(new Key(day(row), id))) {
          contents.add(new Content(new Key(day(row), id), shared.type(), json));
        }
      }
    }
    return contents.stream().sorted(IN_ORDER).toList();
  }

  static LocalDate day(SpanRow row) {
    return row.startTime().atOffset(ZoneOffset.UTC).toLocalDate();
  }

  int bytes() {
    return json.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Content content && key.equals(content.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }
}
