// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the contents of a batch, each once, without those already known to be stored. */
final class NewContents {
  private final KnownContents known;
  private final Map<Content.Key, Content> contents = new HashMap<>();

  NewContents(KnownContents known) {
    this.known = known;
  }

  /** The contents of one day. */
  Day of(LocalDate day) {
    return new Day(day);
  }

  /** In the order in which all writers insert. */
  List<Content> inOrder() {
    return contents.values().stream().sorted(Content.IN_ORDER).toList();
  }

  final class Day {
    private final LocalDate day;

    private Day(LocalDate day) {
      this.day = day;
    }

    /** The text is asked for only where it is new: most of a conversation was sent before. */
    void add(UUID id, String type, @Nullable String role, Supplier<String> json) {
      Content.Key key = new Content.Key(day, id);
      if (!contents.containsKey(key) && !known.contains(key)) {
        contents.put(key, new Content(key, type, role, json.get()));
      }
    }

    /** The id under which the text is stored. */
    UUID add(String type, String json) {
      UUID id = ContentId.ofText(json);
      add(id, type, null, () -> json);
      return id;
    }
  }
}
