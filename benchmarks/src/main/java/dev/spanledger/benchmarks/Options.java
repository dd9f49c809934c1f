// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What was asked for on the command line.
 *
 * @param parts names of parts, or of pieces of them ({@code ingest:corpus-sqlite}); none for all
 * @param warmups rounds that do not count
 * @param rounds rounds that do
 * @param spans how many spans of 2 KiB a round stores
 * @param turns how long the generated conversation is
 * @param profile whether to say where the time goes, which takes more rounds
 * @param quick whether it is enough to see that everything runs
 */
public record Options(
    List<String> parts,
    int warmups,
    int rounds,
    int spans,
    int turns,
    boolean profile,
    boolean quick) {
  static final Options DEFAULT = new Options(List.of(), 2, 9, 20_000, 100, false, false);

  /** As little as there can be of everything. */
  static final Options QUICK = new Options(List.of(), 0, 1, 25, 3, false, true);

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static Options of(String... args) {
    List<String> parts = new ArrayList<>();
    Options defaults = List.of(args).contains("--quick") ? QUICK : DEFAULT;
    int warmups = defaults.warmups;
    int rounds = defaults.rounds;
    boolean profile = false;
    for (Iterator<String> words = List.of(args).iterator(); words.hasNext(); ) {
      String word = words.next();
      switch (word) {
        case "--corpus" -> System.setProperty("spanledger.corpus", value(word, words));
        case "--warmups" -> warmups = number(word, words, 0);
        case "--rounds" -> rounds = number(word, words, 1);
        case "--profile" -> profile = true;
        case "--quick" -> {} // Seen already.
        default -> parts.add(part(word));
      }
    }
    return new Options(
        List.copyOf(parts),
        warmups,
        rounds,
        defaults.spans,
        defaults.turns,
        profile,
        defaults.quick);
  }

  private static String value(String option, Iterator<String> words) {
    if (!words.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return words.next();
  }

  private static int number(String option, Iterator<String> words, int least) {
    String value = value(option, words);
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "%s needs a whole number from %d, but got '%s'".formatted(option, least, value));
  }

  private static String part(String word) {
    if (word.startsWith("-")) {
      throw new IllegalArgumentException("there is no option " + word);
    }
    return word;
  }

  /** Whether a part, or a piece of a part, was asked for. */
  public boolean wants(String name) {
    return parts.isEmpty()
        || parts.stream()
            .anyMatch(part -> (name + ":").startsWith(part + ":") || part.startsWith(name + ":"));
  }
}
