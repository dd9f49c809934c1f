// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import java.util.Set;

/** What stands where an emitter left the words out. */
final class Placeholders {
  private static final Set<String> NAMES =
      Set.of("HIDDEN:non-empty", "<REDACTED>", "__REDACTED__", "<not specified>");

  private Placeholders() {}

  static boolean is(String text) {
    return text.length() <= 16 && NAMES.contains(text);
  }

  /** Whether a text of JSON has one as a value, or as a name. */
  static boolean isIn(String json) {
    return json.contains("\"HIDDEN:non-empty\"")
        || json.contains("\"<REDACTED>\"")
        || json.contains("\"__REDACTED__\"")
        || json.contains("\"<not specified>\"");
  }

  /** Whether an attribute says nothing at all. */
  static boolean isNothing(String text) {
    return text.isBlank() || text.equals("{}") || text.equals("null") || is(text.trim());
  }
}
