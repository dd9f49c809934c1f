// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a segment's file is called: its number, its mark, and the version of the format. All of that
 * stands in the name and not in the file, so that no damaged byte costs more than its frame.
 *
 * @param number segments are read in this order
 * @param mark begins each of its frames
 */
record SegmentName(long number, long mark) {
  private static final int VERSION = 1;
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18})-(\\p{XDigit}{16})\\.v(\\d{1,9})");

  /** Null where the name is another file's, or of another version. */
  static @Nullable SegmentName parse(String name) {
    Matcher parts = FORM.matcher(name);
    if (!parts.matches() || Integer.parseInt(parts.group(3)) != VERSION) {
      return null;
    }
    return new SegmentName(
        Long.parseLong(parts.group(1)), Long.parseUnsignedLong(parts.group(2), 16));
  }

  /** Whether it is a segment of a version that is not known here. */
  static boolean isOfOtherVersion(String name) {
    Matcher parts = FORM.matcher(name);
    return parts.matches() && Integer.parseInt(parts.group(3)) != VERSION;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%010d-%016x.v%d", number, mark, VERSION);
  }
}
