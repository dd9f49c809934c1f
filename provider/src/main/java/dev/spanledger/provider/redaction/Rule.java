// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

/**
 * Recognises one class of texts by its form. Stateless. Where it looks and finds nothing, it has
 * looked at a bounded number of characters, or at characters that it will not look at again: a text
 * that somebody chose must not take more than linear time.
 */
interface Rule {
  /** Nothing found. */
  long NOTHING = -1;

  /** What is put in the place of what was found. */
  String label();

  /** The ASCII characters at which {@link #find} is asked. */
  String triggers();

  /** The ASCII characters of which one follows the trigger; empty, the default, for any. */
  default String seconds() {
    return "";
  }

  /**
   * Looks around the trigger.
   *
   * @param at where the trigger is
   * @param from what is before is already dealt with
   * @return {@link #found}, or {@link #NOTHING}
   */
  long find(String text, int at, int from);

  /** From {@code start}, inclusive, to {@code end}, exclusive. */
  static long found(int start, int end) {
    return ((long) start << Integer.SIZE) | end;
  }

  static int start(long found) {
    return (int) (found >>> Integer.SIZE);
  }

  static int end(long found) {
    return (int) found;
  }
}
