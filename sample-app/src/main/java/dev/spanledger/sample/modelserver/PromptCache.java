// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import java.util.HashSet;
import java.util.Set;

/**
 * Counts the tokens of a prompt's beginning that an earlier prompt had too. As with the real
 * service, prompts below 1024 tokens are not cached, and hits come in steps of 128 tokens.
 * Thread-safe.
 */
final class PromptCache {
  private static final int MINIMUM_TOKENS = 1024;
  private static final int STEP_TOKENS = 128;

  private final Set<Long> seenPrefixes = new HashSet<>();

  synchronized int cachedTokens(String model, String prompt) {
    long hash = model.hashCode();
    int cached = 0;
    for (int end = stepChars(); end <= prompt.length(); end += stepChars()) {
      hash = hash(hash, prompt, end - stepChars(), end);
      cached = seenPrefixes.add(hash) ? cached : Tokens.inChars(end);
    }
    return cached < MINIMUM_TOKENS ? 0 : cached;
  }

  private static int stepChars() {
    return STEP_TOKENS * Tokens.CHARS;
  }

  private static long hash(long hash, String text, int from, int to) {
    for (int i = from; i < to; i++) {
      hash = hash * 1_000_003 + text.charAt(i);
    }
    return hash;
  }
}
