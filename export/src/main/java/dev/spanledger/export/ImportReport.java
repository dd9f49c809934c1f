// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import java.util.List;

/**
 * What came of reading a file.
 *
 * @param lines that had something in them; of a file that is one object, its entries
 * @param spans that the ledger took: those that were stored before are not stored again
 * @param traces that they belong to
 * @param badLines lines of which something was left out
 * @param problems what was left out and why, the first {@value #MOST_PROBLEMS}
 */
public record ImportReport(
    long lines, long spans, long traces, long badLines, List<Problem> problems) {
  static final int MOST_PROBLEMS = 100;

  /**
   * Something that was left out.
   *
   * @param line from 1; of a file that is one object, which of its entries
   * @param message what is wrong with it, without quoting it
   */
  public record Problem(long line, String message) {
    @Override
    public String toString() {
      return "line " + line + ": " + message;
    }
  }
}
