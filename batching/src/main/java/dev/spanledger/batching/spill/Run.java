// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

/**
 * Frames that stand one behind the other in a segment.
 *
 * @param segment which
 * @param from where the first begins, in bytes
 * @param to where the last ends
 * @param ordinal of the first, within the segment
 * @param count how many records there are
 */
public record Run(Segment segment, long from, long to, int ordinal, int count) {

  /** Whether the other one begins where this ends. */
  public boolean endsAt(Run next) {
    return segment == next.segment && to == next.from;
  }

  /** What comes after the first record, which is this one. */
  public Run behind(byte[] first) {
    return new Run(segment, from + Frame.HEADER + first.length, to, ordinal + 1, count - 1);
  }

  /** This one and the next as one. */
  public Run and(Run next) {
    return new Run(segment, from, next.to, ordinal, count + next.count);
  }
}
