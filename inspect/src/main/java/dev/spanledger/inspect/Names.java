// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts that many spans share, each once. Not thread-safe while it grows. */
final class Names {
  static final int NONE = -1;

  private Map<String, Integer> numbers = new HashMap<>();
  private final List<String> texts = new ArrayList<>();

  int number(@Nullable String text) {
    if (text == null) {
      return NONE;
    }
    Integer known = numbers.putIfAbsent(text, texts.size());
    if (known != null) {
      return known;
    }
    texts.add(text);
    return texts.size() - 1;
  }

  @Nullable String text(int number) {
    return number == NONE ? null : texts.get(number);
  }

  /** Of a text that is there; {@link #NONE} where it is not. Looks at all of them. */
  int find(String text) {
    return texts.indexOf(text);
  }

  /** It grows no more. */
  void settle() {
    numbers = Map.of();
  }
}
