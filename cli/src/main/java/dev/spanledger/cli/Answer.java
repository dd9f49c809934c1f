// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command or a tool answers: a table, and how to go on. Rows have numbers, booleans, texts,
 * lists and nulls, in the order of the columns.
 *
 * @param partial whether there is more
 * @param next how to get it; null where there is no more, or no way
 * @param notes what to know about it
 */
public record Answer(
    List<String> columns,
    List<List<@Nullable Object>> rows,
    boolean partial,
    @Nullable String next,
    List<String> notes) {

  /** All there is. */
  public static Answer of(List<String> columns, List<List<@Nullable Object>> rows) {
    return new Answer(columns, rows, false, null, List.of());
  }

  /** A page, with what leads to the next one; null on the last. */
  public static Answer page(
      List<String> columns, List<List<@Nullable Object>> rows, @Nullable String next) {
    return new Answer(columns, rows, next != null, next, List.of());
  }

  public Answer with(List<String> newNotes) {
    return new Answer(columns, rows, partial, next, newNotes);
  }
}
