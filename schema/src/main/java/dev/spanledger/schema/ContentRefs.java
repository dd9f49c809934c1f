// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Which contents a span names. Those of type {@link Content#LIST} name others in turn. */
final class ContentRefs {
  /** The columns that say so. */
  static final List<Column<?>> COLUMNS =
      Stream.concat(
              SharedContent.ALL.stream().map(SharedContent::ref),
              Stream.of(
                  SpanColumns.INPUT_REFS, SpanColumns.OUTPUT_REFS, SpanColumns.ATTRIBUTE_REFS))
          .<Column<?>>map(column -> column)
          .toList();

  private ContentRefs() {}

  static Set<UUID> of(SpanRow row) {
    Set<UUID> refs = new HashSet<>();
    for (SharedContent shared : SharedContent.ALL) {
      Stream.ofNullable(row.get(shared.ref())).forEach(refs::add);
    }
    Stream.ofNullable(row.get(SpanColumns.INPUT_REFS)).forEach(refs::addAll);
    Stream.ofNullable(row.get(SpanColumns.OUTPUT_REFS)).forEach(refs::addAll);
    JsonObject attributes = JsonObject.of(row.get(SpanColumns.ATTRIBUTE_REFS));
    attributes.members().forEach(member -> refs.addAll(ids(attributes.value(member))));
    return refs;
  }

  /** The ids in a JSON string, or in an array of such. */
  static List<UUID> ids(String json) {
    List<UUID> ids = new ArrayList<>();
    JsonWalk walk = new JsonWalk(json);
    boolean isArray = walk.take('[');
    boolean more = !walk.isNext(']');
    while (more) {
      ids.add(UUID.fromString(json.substring(walk.value() + 1, walk.at() - 1)));
      more = isArray && walk.take(',');
    }
    return ids;
  }
}
