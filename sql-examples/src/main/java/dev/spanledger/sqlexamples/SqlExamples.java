// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import java.util.List;

/** All questions, for programs that list or run them. Thread-safe. */
public final class SqlExamples {
  private SqlExamples() {}

  /** Every question in the order of its folder's number. */
  public static List<SqlExample> all() {
    return Loaded.EXAMPLES;
  }

  /**
   * The question of this name, such as {@code cost-by-model}.
   *
   * @throws IllegalArgumentException where there is none; the message lists the names
   */
  public static SqlExample named(String name) {
    return all().stream()
        .filter(example -> example.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no SQL example '" + name + "' among " + all()));
  }

  /** Reads the files on first use, once. */
  private static final class Loaded {
    static final List<SqlExample> EXAMPLES =
        Resource.read("index.txt")
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(Loaded::example)
            .toList();

    private static SqlExample example(String line) {
      int space = line.indexOf(' ');
      return new SqlExample(line.substring(0, space), line.substring(space + 1));
    }
  }
}
