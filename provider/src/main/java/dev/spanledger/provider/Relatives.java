// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.UsageRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a span that has begun knows of the spans below it that are recorded already: enough to say,
 * when it is recorded itself, whether its usage counts and how long it was busy itself, without
 * asking the database. Only spans of which all ancestors are known have one.
 *
 * <p>Where something is not as usual (a child is recorded after its parent, a span in between is
 * dropped or never ends, a wrapper changes what was decided below it) the row is left unsettled,
 * and the writer looks at the whole trace. Thread-safe: locks are held for a few instructions, the
 * child's before its parent's.
 */
final class Relatives {
  /** Of spans that were dropped before anybody told them anything; hears nothing, tells nobody. */
  static final Relatives GONE = gone();

  /** Beyond this many, the trace is looked at as a whole. */
  private static final int MOST_TOOL_CALLS = 64;

  private final @Nullable Relatives parent;

  // All under the lock of this.
  private BusyTime children = new BusyTime();
  private List<UsageRule> toolCalls = List.of();
  private int below;
  private int pendingChildren;
  private boolean pending;
  private boolean lost;
  private boolean closed;

  Relatives(@Nullable Relatives parent) {
    this.parent = parent;
  }

  private static Relatives gone() {
    Relatives gone = new Relatives(null);
    gone.close();
    return gone;
  }

  /** The row with what is known of its relatives, if that is all; tells the parent. */
  synchronized SpanRow settle(SpanRow row) {
    UsageRule rule = UsageRule.of(row);
    boolean known = !lost && pendingChildren == 0 && children.isExact() && !changes(rule);
    SpanRow settled = known ? row.settled(rule.counts(below), selfMs(row)) : row;
    boolean told = parent == null || parent.hear(row, rule, this);
    close();
    return told ? settled : row;
  }

  private boolean changes(UsageRule rule) {
    return rule.disturbs(below) || toolCalls.stream().anyMatch(call -> call.isSameToolCall(rule));
  }

  private double selfMs(SpanRow row) {
    if (!hasSaneTimes(row)) {
      return row.durationMs();
    }
    long start = nanos(row, SpanColumns.START_UNIX_NANO);
    long end = nanos(row, SpanColumns.END_UNIX_NANO);
    return (end - start - children.within(start, end)) / 1e6;
  }

  /** The span will not be stored. If it was recorded, what its parent has heard of it is wrong. */
  synchronized void dropped() {
    if (closed && parent != null) {
      parent.lost();
    }
    close();
  }

  private synchronized void lost() {
    lost = true;
  }

  /** Says whether this span is still there to hear of a child. */
  private synchronized boolean hear(SpanRow row, UsageRule rule, Relatives child) {
    if (!announce()) {
      return false;
    }
    pendingChildren -= child.pending ? 1 : 0;
    below |= rule.above(child.below);
    if (hasSaneTimes(row)) {
      children.add(nanos(row, SpanColumns.START_UNIX_NANO), nanos(row, SpanColumns.END_UNIX_NANO));
    }
    if (rule.isTool()) {
      hearOf(List.of(rule));
    } else if (rule.isTransport()) {
      hearOf(child.toolCalls);
    }
    return true;
  }

  private void hearOf(List<UsageRule> calls) {
    if (toolCalls.size() + calls.size() > MOST_TOOL_CALLS) {
      lost = true;
    } else if (!calls.isEmpty()) {
      List<UsageRule> all = new ArrayList<>(toolCalls);
      all.addAll(calls);
      toolCalls = List.copyOf(all);
    }
  }

  /**
   * Tells all above that something is known below this span that they have yet to hear: should this
   * span never be recorded, they must not take what they know for all there is.
   */
  private boolean announce() {
    if (closed) {
      return false;
    }
    if (!pending) {
      pending = true;
      if (parent != null) {
        parent.expect();
      }
    }
    return true;
  }

  private synchronized void expect() {
    if (announce()) {
      pendingChildren++;
    }
  }

  private void close() {
    closed = true;
    children = new BusyTime();
    toolCalls = List.of();
  }

  private static boolean hasSaneTimes(SpanRow row) {
    return !Boolean.TRUE.equals(row.get(SpanColumns.TIME_REPAIRED));
  }

  private static long nanos(SpanRow row, Column<Long> column) {
    return Objects.requireNonNull(row.get(column));
  }
}
