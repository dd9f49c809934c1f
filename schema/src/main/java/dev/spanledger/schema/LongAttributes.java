// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes long texts out of a span's attributes. Where one was, null stays, so that everything comes
 * back where it stood; {@code attribute_refs} names its content. A text that is itself a JSON
 * array, as when an agent sends its history in a shape that we do not read, is stored by its
 * elements: a growing history is then stored once as well.
 */
final class LongAttributes {
  /**
   * Characters of JSON. A content takes about 120 bytes beside its text (row and index), its
   * reference about 60: a shorter one must be sent several times before storing it once pays.
   */
  static final int LONG = 400;

  /** An array of shorter elements on average is stored as one text. */
  private static final int LONG_ELEMENT = 100;

  private static final String NULL = "null";

  private final JsonObject attributes;
  private final JsonObject originals;
  private final Map<String, String> refs = new HashMap<>();

  private LongAttributes(SpanRow row) {
    attributes = JsonObject.of(row.get(SpanColumns.ATTRIBUTES));
    originals = JsonObject.of(row.get(SpanColumns.ORIGINAL_ATTRIBUTES));
  }

  static void takeOut(StoredRow row) {
    if (mayBeLong(row.row().get(SpanColumns.ATTRIBUTES))
        || mayBeLong(row.row().get(SpanColumns.ORIGINAL_ATTRIBUTES))) {
      new LongAttributes(row.row()).takeOutOf(row);
    }
  }

  private static boolean mayBeLong(@Nullable String attributes) {
    return attributes != null && attributes.length() >= LONG;
  }

  private void takeOutOf(StoredRow row) {
    Map<String, Integer> uses =
        Stream.concat(attributes.members().stream(), originals.members().stream())
            .collect(Collectors.toMap(JsonObject.Member::name, member -> 1, Integer::sum));
    for (JsonObject object : List.of(attributes, originals)) {
      for (JsonObject.Member member : object.members()) {
        // A name that comes twice could not be told from its other.
        if (isLong(object, member) && Objects.equals(uses.get(member.name()), 1)) {
          refs.put(member.name(), store(object.value(member), row.contents()));
        }
      }
    }
    if (!refs.isEmpty()) {
      row.set(SpanColumns.ATTRIBUTES, without(attributes));
      row.set(SpanColumns.ORIGINAL_ATTRIBUTES, without(originals));
      row.set(SpanColumns.ATTRIBUTE_REFS, json());
    }
  }

  private static boolean isLong(JsonObject object, JsonObject.Member member) {
    return member.length() >= LONG && object.text().charAt(member.start()) == '"';
  }

  private @Nullable String without(JsonObject object) {
    return object.text().isEmpty()
        ? null
        : object.replace(member -> refs.containsKey(member.name()) ? NULL : null);
  }

  private String json() {
    StringJoiner json = new StringJoiner(",", "{", "}");
    refs.forEach((name, ref) -> json.add(StorableJson.quote(name) + ":" + ref));
    return json.toString();
  }

  /** Stores the JSON string, and gives its reference or the list of its references, as JSON. */
  private static String store(String string, NewContents.Day contents) {
    List<String> elements = elements(string);
    if (elements.isEmpty()) {
      return quoted(contents.add(Content.ATTRIBUTE, string));
    }
    List<UUID> ids =
        elements.stream().map(element -> contents.add(Content.ATTRIBUTE, element)).toList();
    return ContentLists.shorten(ids, contents).stream()
        .map(LongAttributes::quoted)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(UUID id) {
    return '"' + id.toString() + '"';
  }

  /** Empty where the text is not exactly the array of its elements, or these are too short. */
  private static List<String> elements(String string) {
    String text = string.startsWith("\"[") ? StorableJson.unquote(string) : null;
    if (text == null || !StorableJson.isStorable(text)) {
      return List.of();
    }
    List<String> elements = new ArrayList<>();
    JsonWalk walk = new JsonWalk(text);
    boolean more = walk.take('[') && !walk.isNext(']');
    while (more) {
      elements.add(text.substring(walk.value(), walk.at()));
      more = walk.take(',');
    }
    boolean areLong = !elements.isEmpty() && text.length() >= elements.size() * LONG_ELEMENT;
    return areLong && array(elements).equals(string) ? elements : List.of();
  }

  /** The JSON string of the JSON array of these elements. */
  static String array(List<String> elements) {
    return StorableJson.quote("[" + String.join(",", elements) + "]");
  }
}
