// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who speaks: system, user, assistant, tool, or a name of the emitter's own. */
final class Roles {
  static final String SYSTEM = "system";
  static final String USER = "user";
  static final String ASSISTANT = "assistant";
  static final String TOOL = "tool";
  static final String DEVELOPER = "developer";

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry(SYSTEM, SYSTEM),
          Map.entry(DEVELOPER, SYSTEM),
          Map.entry(USER, USER),
          Map.entry("human", USER),
          Map.entry(ASSISTANT, ASSISTANT),
          Map.entry("model", ASSISTANT),
          Map.entry("ai", ASSISTANT),
          Map.entry(TOOL, TOOL),
          Map.entry("function", TOOL),
          Map.entry("tool_execution_result", TOOL));

  private Roles() {}

  static String canonical(String role) {
    String known = known(role);
    return known == null ? role : known;
  }

  static boolean isCanonical(String role) {
    return canonical(role).equals(role);
  }

  /** Null for a name of the emitter's own. */
  static @Nullable String known(String role) {
    String known = NAMES.get(role);
    return known == null ? NAMES.get(role.toLowerCase(Locale.ROOT)) : known;
  }

  static boolean isDeveloper(String role) {
    return role.equalsIgnoreCase(DEVELOPER);
  }
}
