// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which attributes carry what people and tools said, in any convention that is known: without
 * content capture, none of them is kept. And which are never kept, because they can hold
 * credentials or are long lists of numbers. The conventions declare both; a name that is new to us
 * is kept.
 */
final class ContentKeys {
  private static final Names CONTENT = new Names(Conventions.CONTENT);
  private static final Names NEVER_KEPT = new Names(Conventions.NEVER_KEPT);

  private static final Set<String> RAW =
      Set.of(
          "messages",
          "choices",
          "content",
          "contents",
          "candidates",
          "input",
          "output",
          "prompt",
          "system",
          "tools",
          "data");

  /** Not a provider: {@code llm.token_count.prompt}. */
  private static final Set<String> COUNTS = Set.of("token_count", "cost", "usage");

  private static final Set<String> OF_TOOL = Set.of("description", "parameters");

  private ContentKeys() {}

  static boolean isContent(String key) {
    return !Conventions.NO_CONTENT.contains(key) && (CONTENT.contain(key) || isPartOfCall(key));
  }

  /**
   * Names with a varying part in the middle: a request and its reply as they went ({@code
   * llm.openai.messages}), and a tool of a list ({@code gen_ai.tool.0.description}).
   */
  private static boolean isPartOfCall(String key) {
    String[] parts = key.split("\\.", 5);
    boolean call = parts.length >= 3 && parts[0].equals("llm") && !COUNTS.contains(parts[1]);
    return (call && RAW.contains(parts[2]))
        || (parts.length >= 4 && key.startsWith("gen_ai.tool.") && OF_TOOL.contains(parts[3]));
  }

  static boolean isNeverKept(String key) {
    return NEVER_KEPT.contain(key);
  }

  /** Names, and names with a {@code *} for anything. */
  private static final class Names {
    private final Set<String> names = new HashSet<>();
    private final List<String> prefixes = new ArrayList<>();
    private final List<String[]> patterns = new ArrayList<>();

    Names(Set<String> declared) {
      declared.forEach(this::add);
    }

    private void add(String declared) {
      int star = declared.indexOf('*');
      if (star < 0) {
        names.add(declared);
      } else if (star == declared.length() - 1) {
        prefixes.add(declared.substring(0, star));
      } else {
        patterns.add(new String[] {declared.substring(0, star), declared.substring(star + 1)});
      }
    }

    boolean contain(String key) {
      return names.contains(key) || isPart(key) || hasPrefix(key) || matches(key);
    }

    private boolean hasPrefix(String key) {
      for (String prefix : prefixes) {
        if (key.startsWith(prefix)) {
          return true;
        }
      }
      return false;
    }

    private boolean matches(String key) {
      for (String[] pattern : patterns) {
        if (key.startsWith(pattern[0]) && key.indexOf(pattern[1], pattern[0].length()) >= 0) {
          return true;
        }
      }
      return false;
    }

    /**
     * Lists and trees come flattened, too: {@code gen_ai.input.messages.0.content}. Names of one
     * word are too common to say anything about what follows them.
     */
    private boolean isPart(String key) {
      int first = key.indexOf('.');
      for (int dot = key.lastIndexOf('.'); dot > first; dot = key.lastIndexOf('.', dot - 1)) {
        if (names.contains(key.substring(0, dot))) {
          return true;
        }
      }
      return false;
    }
  }
}
