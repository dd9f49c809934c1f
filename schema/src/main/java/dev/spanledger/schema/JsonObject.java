// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The text of a JSON object, with its members where they stand in it. */
record JsonObject(String text, List<Member> members) {
  /** A name, unescaped, and the value's text from {@code start} to {@code end}. */
  record Member(String name, int start, int end) {
    int length() {
      return end - start;
    }
  }

  /** Without members for what is no object. */
  static JsonObject of(@Nullable String json) {
    if (json == null) {
      return new JsonObject("", List.of());
    }
    List<Member> members = new ArrayList<>();
    JsonWalk walk = new JsonWalk(json);
    boolean more = walk.take('{') && !walk.isNext('}');
    while (more) {
      members.add(member(json, walk));
      more = walk.take(',');
    }
    return new JsonObject(json, members);
  }

  private static Member member(String json, JsonWalk walk) {
    int name = walk.value();
    int endOfName = walk.at();
    walk.take(':');
    int value = walk.value();
    String unescaped = StorableJson.unquote(json.substring(name, endOfName));
    return new Member(Objects.requireNonNull(unescaped), value, walk.at());
  }

  String value(Member member) {
    return text.substring(member.start, member.end);
  }

  /** The same text with other values where the function gives some. */
  String replace(Function<Member, @Nullable String> values) {
    StringBuilder replaced = new StringBuilder(text.length());
    int at = 0;
    for (Member member : members) {
      String value = values.apply(member);
      if (value != null) {
        replaced.append(text, at, member.start).append(value);
        at = member.end;
      }
    }
    return replaced.append(text, at, text.length()).toString();
  }
}
