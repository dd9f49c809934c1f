// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import org.jspecify.annotations.Nullable;

/**
 * Which span gives a trace its name, session, agent and so on: keys that sort, one for each column
 * of {@link TraceColumns#BEST}, side by side in the column {@code merge_keys}. The smaller key
 * wins, whichever batch brings it, so the order of arrival does not matter.
 *
 * <p>A key is a rank, the span's start, its end (later first: a parent before a child that began in
 * the same nanosecond) and its id, each of fixed width.
 */
final class MergeKeys {
  static final int WIDTH = 1 + 16 + 16 + 16;

  /** Sorts after every key: the column has no value yet. */
  static final String NONE = "~".repeat(WIDTH);

  private MergeKeys() {}

  /**
   * By whom a trace is named: the topmost agent or workflow, then the root, then whatever began
   * first. So an HTTP server span above the agent does not give its name to the agent's run.
   */
  static MergeKey identity(SpanRow span) {
    return earliest(identityRank(span), span);
  }

  /** Roots only: one without a parent, then one whose parent is in another process. */
  static @Nullable MergeKey root(SpanRow span) {
    return isRoot(span) ? earliest(span.parentSpanId() == null ? 0 : 1, span) : null;
  }

  /** The error that ended first is the one that the others followed from. */
  static MergeKey error(SpanRow span) {
    return key(
        0, nanos(span, SpanColumns.END_UNIX_NANO), nanos(span, SpanColumns.START_UNIX_NANO), span);
  }

  /**
   * Who says what was asked: as identity, but below roots and agents only model calls count. Null:
   * not this span.
   */
  static @Nullable MergeKey input(SpanRow span) {
    return saysWhatHappened(span) ? identity(span) : null;
  }

  /**
   * Who says what was answered: as {@link #input}, but of the model calls the one that ended last.
   */
  static @Nullable MergeKey output(SpanRow span) {
    int rank = identityRank(span);
    if (rank < OTHER_RANK) {
      return identity(span);
    }
    return saysWhatHappened(span)
        ? key(rank, ~nanos(span, SpanColumns.END_UNIX_NANO), 0, span)
        : null;
  }

  static boolean isRoot(SpanRow span) {
    Long flags = span.get(SpanColumns.FLAGS);
    return span.parentSpanId() == null
        || (flags != null && (flags & SpanFlags.PARENT_IS_REMOTE) != 0);
  }

  /** Which of the keys in a slot wins: below zero, the first. */
  static int compare(String keys, String others, int slot) {
    for (int at = slot * WIDTH; at < (slot + 1) * WIDTH; at++) {
      int difference = keys.charAt(at) - others.charAt(at);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  /** The key that wins in each slot. */
  static String smaller(String keys, String others) {
    StringBuilder smaller = new StringBuilder(keys.length());
    for (int start = 0; start < keys.length(); start += WIDTH) {
      String winner = compare(keys, others, start / WIDTH) <= 0 ? keys : others;
      smaller.append(winner, start, start + WIDTH);
    }
    return smaller.toString();
  }

  private static final int OTHER_RANK = 4;

  private static int identityRank(SpanRow span) {
    boolean runs = span.kind().equals("AGENT") || span.kind().equals("WORKFLOW");
    boolean top = span.parentSpanId() == null;
    if (runs) {
      return top ? 0 : 1;
    }
    return top ? 2 : isRoot(span) ? 3 : OTHER_RANK;
  }

  private static boolean saysWhatHappened(SpanRow span) {
    return identityRank(span) < OTHER_RANK || span.kind().equals("LLM");
  }

  private static MergeKey earliest(int rank, SpanRow span) {
    return key(
        rank,
        nanos(span, SpanColumns.START_UNIX_NANO),
        ~nanos(span, SpanColumns.END_UNIX_NANO),
        span);
  }

  private static MergeKey key(int rank, long first, long second, SpanRow span) {
    return new MergeKey(rank, first, second, span.spanId());
  }

  private static long nanos(SpanRow span, Column<Long> column) {
    Long nanos = span.get(column);
    return nanos == null ? 0 : nanos;
  }
}
