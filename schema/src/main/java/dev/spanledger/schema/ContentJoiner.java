// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts back into a row what {@link ContentSplitter} took out of it. Where somebody has removed a
 * content, a message says so in its place; anything else leaves null beside its reference. The
 * views do the same.
 */
final class ContentJoiner {
  private final SpanRow row;
  private final JsonObject attributeRefs;
  private final Map<UUID, Content> contents = new HashMap<>();

  private ContentJoiner(SpanRow row) {
    this.row = row;
    this.attributeRefs = JsonObject.of(row.get(SpanColumns.ATTRIBUTE_REFS));
  }

  /** The row as it was written, its references still with it. */
  static SpanRow join(Database database, Connection connection, SpanRow row) throws SQLException {
    ContentJoiner joiner = new ContentJoiner(row);
    joiner.read(database.dialect(), connection, ContentRefs.of(row));
    joiner.read(database.dialect(), connection, joiner.listed());
    return joiner.joined();
  }

  private void read(Dialect dialect, Connection connection, Set<UUID> ids) throws SQLException {
    if (!ids.isEmpty()) {
      contents.putAll(dialect.contents(connection, Content.day(row), ids));
    }
  }

  /** What the contents name that are lists. */
  private Set<UUID> listed() {
    return contents.values().stream()
        .filter(ContentJoiner::isList)
        .flatMap(list -> ContentRefs.ids(list.json()).stream())
        .collect(Collectors.toSet());
  }

  private SpanRow joined() {
    @Nullable Object[] values = row.values();
    for (SharedContent shared : SharedContent.ALL) {
      UUID ref = row.get(shared.ref());
      values[shared.content().index()] = ref == null ? null : json(ref);
    }
    joinMessages(SpanColumns.INPUT_REFS, null, SpanColumns.INPUT, values);
    joinMessages(
        SpanColumns.OUTPUT_REFS,
        row.get(SpanColumns.OUTPUT_FINISH_REASON),
        SpanColumns.OUTPUT,
        values);
    joinAttributes(SpanColumns.ATTRIBUTES, values);
    joinAttributes(SpanColumns.ORIGINAL_ATTRIBUTES, values);
    return row.withValues(values);
  }

  private void joinMessages(
      Column<List<UUID>> refs,
      @Nullable String finishReason,
      Column<String> messages,
      @Nullable Object[] values) {
    List<UUID> ids = row.get(refs);
    if (ids != null) {
      values[messages.index()] =
          "[" + String.join(",", Answer.finished(messages(ids), finishReason)) + "]";
    }
  }

  /** Only null is replaced: where a name has a reference, that is what was left of its text. */
  private void joinAttributes(Column<String> attributes, @Nullable Object[] values) {
    String json = row.get(attributes);
    if (json == null || attributeRefs.members().isEmpty()) {
      return;
    }
    Map<String, String> refs =
        attributeRefs.members().stream()
            .collect(Collectors.toMap(JsonObject.Member::name, attributeRefs::value));
    JsonObject object = JsonObject.of(json);
    values[attributes.index()] =
        object.replace(
            member -> {
              String ref = refs.get(member.name());
              return ref != null && object.value(member).equals("null") ? attribute(ref) : null;
            });
  }

  private @Nullable String attribute(String ref) {
    return ref.startsWith("[")
        ? LongAttributes.array(texts(ContentRefs.ids(ref)))
        : json(ContentRefs.ids(ref).get(0));
  }

  private List<String> messages(List<UUID> refs) {
    return refs.stream()
        .flatMap(this::listed)
        .map(id -> Objects.requireNonNullElse(json(id), missing(id)))
        .toList();
  }

  /** In the place of a message, or of a run of them, that is there no more. */
  private static String missing(UUID id) {
    return """
        {"role":"unknown","parts":[{"type":"missing_content","content_id":"%s"}]}"""
        .formatted(id);
  }

  private List<String> texts(List<UUID> refs) {
    return refs.stream().flatMap(this::listed).map(this::json).filter(Objects::nonNull).toList();
  }

  private Stream<UUID> listed(UUID ref) {
    Content content = contents.get(ref);
    return content != null && isList(content)
        ? ContentRefs.ids(content.json()).stream()
        : Stream.of(ref);
  }

  private @Nullable String json(UUID id) {
    Content content = contents.get(id);
    return content == null ? null : content.json();
  }

  private static boolean isList(Content content) {
    return content.type().equals(Content.LIST);
  }
}
