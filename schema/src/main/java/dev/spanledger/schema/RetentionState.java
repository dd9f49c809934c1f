// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What retention remembers, in the row {@code retention} of {@code agent_maintenance}.
 *
 * @param purgedBefore of UTC days before this one spans may be gone: nothing that is derived from
 *     them may be derived again
 * @param done which purge was finished last
 */
record RetentionState(@Nullable LocalDate purgedBefore, @Nullable String done) {
  static final String TASK = "retention";

  private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\":\"([^\"]*)\"");

  static RetentionState parse(Optional<String> json) {
    LocalDate purgedBefore = null;
    String done = null;
    Matcher members = MEMBER.matcher(json.orElse(""));
    while (members.find()) {
      switch (members.group(1)) {
        case "purged_before" -> purgedBefore = LocalDate.parse(members.group(2));
        case "done" -> done = members.group(2);
        default -> {}
      }
    }
    return new RetentionState(purgedBefore, done);
  }

  /** The state while days before this one are purged: what was purged stays so. */
  RetentionState purging(LocalDate before) {
    return new RetentionState(
        purgedBefore == null || purgedBefore.isBefore(before) ? before : purgedBefore, null);
  }

  RetentionState done(String what) {
    return new RetentionState(purgedBefore, what);
  }

  String json() {
    StringBuilder json = new StringBuilder("{");
    if (purgedBefore != null) {
      json.append("\"purged_before\":\"").append(purgedBefore).append('"');
    }
    if (done != null) {
      json.append(json.length() > 1 ? "," : "").append("\"done\":\"").append(done).append('"');
    }
    return json.append('}').toString();
  }
}
