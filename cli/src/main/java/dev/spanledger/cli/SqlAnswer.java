// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.schema.ReadOnlySql;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query found. */
public final class SqlAnswer {
  private final ReadOnlySql.Answer found;

  public SqlAnswer(ReadOnlySql.Answer found) {
    this.found = found;
  }

  boolean isEmpty() {
    return found.rows().isEmpty();
  }

  /**
   * The answer.
   *
   * @param maxChars the most characters of one text; a longer one is cut and says so
   */
  public Answer cut(int maxChars) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    boolean cut = false;
    for (List<@Nullable Object> row : found.rows()) {
      List<@Nullable Object> shown = new ArrayList<>(row);
      shown.replaceAll(value -> cut(value, maxChars));
      cut |= !shown.equals(row);
      rows.add(shown);
    }
    List<String> notes = new ArrayList<>();
    if (found.partial()) {
      notes.add("cut after " + rows.size() + " rows: count, group or filter in SQL");
    }
    if (cut) {
      notes.add(
          "texts are cut at " + maxChars + " characters: substr(column, from, length) reads on");
    }
    return new Answer(found.columns(), rows, found.partial() || cut, null, notes);
  }

  private static @Nullable Object cut(@Nullable Object value, int maxChars) {
    return value instanceof String text && text.length() > maxChars
        ? text.substring(0, maxChars) + "…"
        : value;
  }
}
