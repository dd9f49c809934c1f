// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.HexFormat;

/**
 * How well a span answers for a column of its trace: the smaller key wins. As text it sorts the
 * same, and has {@link MergeKeys#WIDTH} characters.
 *
 * @param rank one digit
 * @param spanId {@link #SPAN_ID_DIGITS} hex digits
 */
record MergeKey(int rank, long first, long second, String spanId) implements Comparable<MergeKey> {
  private static final int SPAN_ID_DIGITS = 16;

  MergeKey {
    spanId = ofFixedWidth(spanId);
  }

  @Override
  public int compareTo(MergeKey other) {
    int difference = Integer.compare(rank, other.rank);
    if (difference == 0) {
      difference = Long.compare(first, other.first);
    }
    if (difference == 0) {
      difference = Long.compare(second, other.second);
    }
    return difference == 0 ? spanId.compareTo(other.spanId) : difference;
  }

  void appendTo(StringBuilder keys) {
    keys.append(rank).append(sortable(first)).append(sortable(second)).append(spanId);
  }

  /** A span id has 16 hex digits; whatever else came as one still must not shift the slots. */
  private static String ofFixedWidth(String spanId) {
    return isSpanId(spanId)
        ? spanId
        : HexFormat.of().toHexDigits(ContentId.ofText(spanId).getMostSignificantBits());
  }

  private static boolean isSpanId(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return id.length() == SPAN_ID_DIGITS;
  }

  /** Hex text that sorts as the signed number does. */
  private static String sortable(long number) {
    return HexFormat.of().toHexDigits(number ^ Long.MIN_VALUE);
  }
}
