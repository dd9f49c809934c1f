// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import org.jspecify.annotations.Nullable;

/** One place where instrumentations put messages. */
interface Shape {
  /** Null where the span has nothing in this place. */
  @Nullable Found read(MessageSource source);

  /**
   * The same, asked only of model calls: on other steps the place holds whatever that step took.
   */
  default Shape ofModelCalls() {
    return source -> source.kind().equals("LLM") ? read(source) : null;
  }

  /** The same, asked only of the scopes whose names start like this. */
  default Shape ofScopes(String... prefixes) {
    return source -> startsWith(source.scopeName(), prefixes) ? read(source) : null;
  }

  private static boolean startsWith(String scope, String... prefixes) {
    for (String prefix : prefixes) {
      if (scope.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
