// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import java.util.Set;

/**
 * Tells what describes a parameter from what one was given: a tool's definition has {@code
 * "password": {"type": "string"}}, and holds no password.
 */
final class JsonSchemas {
  private static final Set<String> KEYWORDS =
      Set.of("$ref", "anyOf", "oneOf", "allOf", "enum", "$schema");

  private static final Set<String> TYPES =
      Set.of("string", "number", "integer", "boolean", "object", "array", "null");

  /** A schema says early what it is; and looking further, at every level, would take too long. */
  private static final int LOOK = 512;

  private JsonSchemas() {}

  /** Whether the object that begins here is a JSON schema. */
  static boolean isSchema(String json, int start) {
    return json.charAt(start) == '{'
        && isSchema(json.substring(start, Math.min(json.length(), start + LOOK)));
  }

  private static boolean isSchema(String head) {
    int open = 0;
    for (int i = 0; i < head.length(); i++) {
      char c = head.charAt(i);
      if (c == '"') {
        int end = JsonString.end(head, i);
        if (open == 1 && isKeyword(head, i, end)) {
          return true;
        }
        i = end - 1;
      } else if (c == '{' || c == '[') {
        open++;
      } else if (c == '}' || c == ']') {
        open--;
        if (open == 0) {
          return false;
        }
      }
    }
    return false;
  }

  private static boolean isKeyword(String json, int quote, int end) {
    String name = json.substring(quote + 1, Math.max(quote + 1, end - 1));
    if (KEYWORDS.contains(name)) {
      return followedByColon(json, end) > 0;
    }
    int value = name.equals("type") ? followedByColon(json, end) : -1;
    return value > 0 && saysType(json, value);
  }

  private static int followedByColon(String json, int from) {
    int colon = skipSpace(json, from);
    return colon < json.length() && json.charAt(colon) == ':' ? skipSpace(json, colon + 1) : -1;
  }

  private static boolean saysType(String json, int value) {
    int quote = value < json.length() && json.charAt(value) == '[' ? value + 1 : value;
    int start = skipSpace(json, quote);
    if (start >= json.length() || json.charAt(start) != '"') {
      return false;
    }
    int end = json.indexOf('"', start + 1);
    return end > 0 && end - start < 10 && TYPES.contains(json.substring(start + 1, end));
  }

  private static int skipSpace(String json, int from) {
    int at = from;
    while (at < json.length() && json.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }
}
