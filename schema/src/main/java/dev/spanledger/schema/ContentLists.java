// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Shortens lists of references. A conversation of n messages is sent n times, so that references
 * alone would grow with its square. Runs of them are therefore contents of their own, type {@code
 * list}, and a reference may name a run. A run ends where the ids say so, not at a fixed length:
 * then a list that has lost its beginning, as when an agent forgets, has the same runs as before.
 */
final class ContentLists {
  /**
   * One in sixteen ids ends a run: what is left over is as long as there are runs, at about 250.
   */
  private static final int END_OF_RUN = 0xF;

  /** Shorter runs would take more room than they save. */
  private static final int SHORTEST = 4;

  private ContentLists() {}

  /** References that name the same contents in the same order. */
  static List<UUID> shorten(List<UUID> ids, NewContents.Day contents) {
    List<UUID> refs = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < ids.size(); i++) {
      if ((ids.get(i).getLeastSignificantBits() & END_OF_RUN) == 0) {
        addRun(ids.subList(start, i + 1), refs, contents);
        start = i + 1;
      }
    }
    refs.addAll(ids.subList(start, ids.size()));
    return List.copyOf(refs);
  }

  private static void addRun(List<UUID> run, List<UUID> refs, NewContents.Day contents) {
    if (run.size() < SHORTEST) {
      refs.addAll(run);
      return;
    }
    UUID id = ContentId.ofList(run);
    contents.add(id, Content.LIST, null, () -> json(run));
    refs.add(id);
  }

  private static String json(List<UUID> run) {
    return run.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(",", "[", "]"));
  }
}
