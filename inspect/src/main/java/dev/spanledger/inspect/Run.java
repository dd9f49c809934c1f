// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import dev.spanledger.schema.OpenSpan;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One trace without its payloads: those of its spans that have ended and those that still run.
 * Spans are numbered from 0 in the order in which a tree is printed: each after its parent,
 * siblings by their start; people are shown the number plus one. A span whose parent is not stored
 * stands beside the root.
 *
 * <p>Compact: a hundred thousand spans take some fifteen megabytes, and what their names take.
 * Immutable and thread-safe; every method that takes a number throws {@link
 * IndexOutOfBoundsException} for one that is no span's.
 */
public final class Run {
  static final String STATUS_ERROR = "ERROR";
  static final String STATUS_RUNNING = "RUNNING";

  private final TraceRow trace;
  private final SpanTable table;
  private final TreeOrder order;
  private volatile @Nullable Sums sums;
  private final BitSet critical;

  private Run(TraceRow trace, SpanTable table) {
    this.trace = trace;
    this.table = table;
    this.order = TreeOrder.of(table);
    table.settle();
    this.critical = CriticalPath.of(this);
  }

  /**
   * The trace as it is now.
   *
   * @param traceId 32 lower-case hex digits
   * @return empty where none of its spans is stored, nor known to run
   */
  public static Optional<Run> read(TraceReader reader, String traceId) {
    SpanTable table = new SpanTable();
    Optional<TraceRow> trace = reader.outline(traceId, table::add);
    return trace.map(
        row -> {
          addOpen(table, reader.openSpans(traceId));
          return new Run(row, table);
        });
  }

  /** One may have ended since; its end says more. */
  private static void addOpen(SpanTable table, List<OpenSpan> spans) {
    SpanIds ids = new SpanIds();
    spans.forEach(span -> ids.add(span.spanId()));
    int[] ended = table.spanId.places(ids);
    for (int i = 0; i < ended.length; i++) {
      if (ended[i] < 0) {
        table.add(spans.get(i));
      }
    }
  }

  /** The trace's row: names, ids, and totals over everything that is stored. */
  public TraceRow trace() {
    return trace;
  }

  /** How many spans there are. */
  public int size() {
    return order.span.length;
  }

  /** 16 lower-case hex digits. */
  public String spanId(int i) {
    return Objects.requireNonNull(table.spanId.get(order.span[i]));
  }

  /** The span of that id; -1 where there is none. */
  public int indexOf(String spanId) {
    int number = table.spanId.indexOf(spanId);
    return IntStream.range(0, number < 0 ? 0 : size())
        .filter(i -> order.span[i] == number)
        .findFirst()
        .orElse(-1);
  }

  /** -1 for one that stands at the top. */
  public int parent(int i) {
    return order.parent[i];
  }

  /** 0 at the top. */
  public int depth(int i) {
    return order.depth[i];
  }

  /** The number behind the last span below it: its subtree is {@code i} to {@code end(i) - 1}. */
  public int end(int i) {
    return order.end[i];
  }

  public String name(int i) {
    return required(table.name[order.span[i]]);
  }

  /** AGENT, LLM, TOOL and so on. */
  public String kind(int i) {
    return required(table.kind[order.span[i]]);
  }

  /** UNSET, OK, ERROR, CANCELLED, ABANDONED, or RUNNING. */
  public String status(int i) {
    return required(table.status[order.span[i]]);
  }

  public boolean failed(int i) {
    return status(i).equals(STATUS_ERROR);
  }

  public @Nullable String agentName(int i) {
    return table.names.text(table.agent[order.span[i]]);
  }

  public @Nullable String model(int i) {
    return table.names.text(table.model[order.span[i]]);
  }

  public @Nullable String toolName(int i) {
    return table.names.text(table.tool[order.span[i]]);
  }

  public @Nullable String toolCallId(int i) {
    return table.names.text(table.call[order.span[i]]);
  }

  public @Nullable String errorType(int i) {
    return table.names.text(table.errorType[order.span[i]]);
  }

  /** At most its first 300 characters. */
  public @Nullable String errorMessage(int i) {
    return table.names.text(table.errorMessage[order.span[i]]);
  }

  /** How often it was tried again; 0 where it does not say. */
  public int retryCount(int i) {
    return table.retries[order.span[i]];
  }

  /** Since the epoch. */
  public long startNanos(int i) {
    return table.start[order.span[i]];
  }

  /** Of one that runs, until the trace was read. */
  public long durationNanos(int i) {
    return table.duration[order.span[i]];
  }

  public boolean running(int i) {
    return table.is(order.span[i], SpanTable.RUNNING);
  }

  /** Whether maintenance has found that it runs much longer than its like. */
  public boolean hanging(int i) {
    return table.is(order.span[i], SpanTable.HANGING);
  }

  /** -1 where it does not say, as for the other tokens. */
  public long inputTokens(int i) {
    return table.input[order.span[i]];
  }

  public long outputTokens(int i) {
    return table.output[order.span[i]];
  }

  /** A part of the input. */
  public long cacheReadTokens(int i) {
    return table.cacheRead[order.span[i]];
  }

  /** A part of the output. */
  public long reasoningTokens(int i) {
    return table.reasoning[order.span[i]];
  }

  /** Null where it is not known. */
  public @Nullable BigDecimal costUsd(int i) {
    return table.cost(order.span[i]);
  }

  /** Whether its own usage is a part of totals: {@code usage_counted}. */
  public boolean counted(int i) {
    return table.is(order.span[i], SpanTable.COUNTED);
  }

  /**
   * A number that two spans share whose inputs begin alike, in their first 200 characters; 0 where
   * no input is kept.
   */
  public long inputHash(int i) {
    return table.inputHash[order.span[i]];
  }

  /** Whether the run would be quicker as a whole if this span were. */
  public boolean critical(int i) {
    Objects.checkIndex(i, size());
    return critical.get(i);
  }

  /** What the span and all below it took. */
  public Totals subtree(int i) {
    return sums().between(i, end(i));
  }

  /** What all spans took that are stored or run now. */
  public Totals totals() {
    return sums().between(0, size());
  }

  /** Not every reader asks for totals; two threads may both work them out. */
  private Sums sums() {
    Sums known = sums;
    if (known == null) {
      known = new Sums(table, order.span);
      sums = known;
    }
    return known;
  }

  /** Time in which something ran, in nanoseconds: without the gaps between spans at the top. */
  public long activeNanos() {
    return ActiveTime.of(this);
  }

  private String required(int number) {
    return Objects.requireNonNull(table.names.text(number));
  }
}
