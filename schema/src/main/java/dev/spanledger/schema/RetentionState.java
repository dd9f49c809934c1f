// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What retention remembers, in the row {@code retention} of {@code agent_maintenance}.
 *
 * @param purgedBefore of UTC days before this one spans may be gone: nothing that is derived from
 *     them may be derived again
 * @param done which purge was finished last
 * @param forgotten which rules of contents were followed last
 * @param forgottenBefore the contents of traces that ended before are gone, unless those rules keep
 *     them
 * @param forgottenAt when the last look at contents began
 */
record RetentionState(
    @Nullable LocalDate purgedBefore,
    @Nullable String done,
    @Nullable String forgotten,
    @Nullable Instant forgottenBefore,
    @Nullable Instant forgottenAt) {
  static final String TASK = "retention";

  private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\":\"([^\"]*)\"");

  static RetentionState parse(Optional<String> json) {
    Map<String, String> members = new HashMap<>();
    Matcher member = MEMBER.matcher(json.orElse(""));
    while (member.find()) {
      members.put(member.group(1), member.group(2));
    }
    return new RetentionState(
        of(members.get("purged_before"), LocalDate::parse),
        members.get("done"),
        members.get("forgotten"),
        of(members.get("forgotten_before"), Instant::parse),
        of(members.get("forgotten_at"), Instant::parse));
  }

  private static <T> @Nullable T of(@Nullable String text, Function<String, T> parse) {
    return text == null ? null : parse.apply(text);
  }

  /** The state while days before this one are purged: what was purged stays so. */
  RetentionState purging(LocalDate before) {
    LocalDate later = purgedBefore == null || purgedBefore.isBefore(before) ? before : purgedBefore;
    return new RetentionState(later, null, forgotten, forgottenBefore, forgottenAt);
  }

  RetentionState done(@Nullable String what) {
    return new RetentionState(purgedBefore, what, forgotten, forgottenBefore, forgottenAt);
  }

  RetentionState forgotten(String rules, Instant before, Instant at) {
    return new RetentionState(purgedBefore, done, rules, before, at);
  }

  String json() {
    StringJoiner json = new StringJoiner(",", "{", "}");
    add(json, "purged_before", purgedBefore);
    add(json, "done", done);
    add(json, "forgotten", forgotten);
    add(json, "forgotten_before", forgottenBefore);
    add(json, "forgotten_at", forgottenAt);
    return json.toString();
  }

  private static void add(StringJoiner json, String name, @Nullable Object value) {
    if (value != null) {
      json.add("\"%s\":\"%s\"".formatted(name, value));
    }
  }
}
