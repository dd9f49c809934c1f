// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.OpenSpan;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a run, a column an array: a hundred thousand of them take some twelve megabytes, and
 * their names what they are long. Not thread-safe while it grows.
 */
final class SpanTable {
  static final long UNKNOWN = -1;

  /** In {@link #costNanos}: no negative cost is stored, and none so small. */
  static final long NO_COST = Long.MIN_VALUE;

  private static final int SCALE = 9;

  static final byte RUNNING = 1;
  static final byte HANGING = 2;
  static final byte COUNTED = 4;
  static final byte USED = 8;

  final Names names;
  int size;
  final SpanIds spanId = new SpanIds();

  /** Only until the tree is made. */
  SpanIds parentId = new SpanIds();

  long[] start = new long[64];
  long[] duration = new long[64];
  int[] name = new int[64];
  int[] kind = new int[64];
  int[] status = new int[64];
  int[] agent = new int[64];
  int[] model = new int[64];
  int[] tool = new int[64];
  int[] call = new int[64];
  int[] errorType = new int[64];
  int[] errorMessage = new int[64];
  int[] retries = new int[64];
  long[] input = new long[64];
  long[] output = new long[64];
  long[] cacheRead = new long[64];
  long[] reasoning = new long[64];
  long[] costNanos = new long[64];
  long[] inputHash = new long[64];
  byte[] flags = new byte[64];

  SpanTable() {
    this.names = new Names();
  }

  /** Grows by a span that has ended, of {@code TraceReader.outline}. */
  void add(SpanRow span) {
    int at = next(span.spanId(), span.parentSpanId(), span.name(), span.kind());
    status[at] = names.number(span.status());
    Instant repairedStart = span.get(SpanColumns.START_TIME);
    Instant repairedEnd = span.get(SpanColumns.END_TIME);
    long from = number(span, SpanColumns.START_UNIX_NANO);
    long to = number(span, SpanColumns.END_UNIX_NANO);
    start[at] = repairedStart == null ? from : nanos(repairedStart);
    long end = repairedEnd == null ? to : nanos(repairedEnd);
    duration[at] = Math.max(0, end - start[at]);
    agent[at] = names.number(span.get(SpanColumns.AGENT_NAME));
    model[at] = names.number(span.get(SpanColumns.MODEL));
    tool[at] = names.number(span.get(SpanColumns.TOOL_NAME));
    call[at] = names.number(span.get(SpanColumns.TOOL_CALL_ID));
    errorType[at] = names.number(span.get(SpanColumns.ERROR_TYPE));
    errorMessage[at] = names.number(span.get(SpanColumns.ERROR_MESSAGE));
    retries[at] = (int) Math.max(0, number(span, SpanColumns.RETRY_COUNT));
    input[at] = number(span, SpanColumns.INPUT_TOKENS);
    output[at] = number(span, SpanColumns.OUTPUT_TOKENS);
    cacheRead[at] = number(span, SpanColumns.CACHE_READ_TOKENS);
    reasoning[at] = number(span, SpanColumns.REASONING_TOKENS);
    costNanos[at] = costNanos(span.get(SpanColumns.COST_USD));
    inputHash[at] = hash(span.get(SpanColumns.INPUT_PREVIEW));
    boolean counted = Boolean.TRUE.equals(span.get(SpanColumns.USAGE_COUNTED));
    boolean used = span.get(SpanColumns.TOTAL_TOKENS) != null;
    flags[at] = (byte) ((counted ? COUNTED : 0) | (used ? USED : 0));
  }

  /** Grows by a span that has not ended. */
  void add(OpenSpan span) {
    int at = next(span.spanId(), span.parentSpanId(), span.name(), span.kind());
    status[at] = names.number(Run.STATUS_RUNNING);
    start[at] = nanos(span.startTime());
    duration[at] = span.running().toNanos();
    agent[at] = names.number(span.get(SpanColumns.AGENT_NAME));
    model[at] = names.number(span.get(SpanColumns.MODEL));
    tool[at] = names.number(span.get(SpanColumns.TOOL_NAME));
    call[at] = Names.NONE;
    errorType[at] = Names.NONE;
    errorMessage[at] = Names.NONE;
    input[at] = UNKNOWN;
    output[at] = UNKNOWN;
    cacheRead[at] = UNKNOWN;
    reasoning[at] = UNKNOWN;
    costNanos[at] = NO_COST;
    flags[at] = (byte) (RUNNING | (span.hangingSince() == null ? 0 : HANGING));
  }

  private int next(String id, @Nullable String parent, String called, String ofKind) {
    if (size == start.length) {
      resize(size + (size >> 1));
    }
    int at = size++;
    spanId.add(id);
    parentId.add(parent);
    name[at] = names.number(called);
    kind[at] = names.number(ofKind);
    return at;
  }

  boolean is(int at, byte flag) {
    return (flags[at] & flag) != 0;
  }

  @Nullable BigDecimal cost(int at) {
    return money(costNanos[at]);
  }

  static @Nullable BigDecimal money(long nanos) {
    return nanos == NO_COST ? null : BigDecimal.valueOf(nanos, SCALE);
  }

  /** Lets go of what only the making of a tree needs. */
  void settle() {
    resize(size);
    spanId.trim();
    parentId = new SpanIds();
    names.settle();
  }

  private void resize(int length) {
    start = Arrays.copyOf(start, length);
    duration = Arrays.copyOf(duration, length);
    name = Arrays.copyOf(name, length);
    kind = Arrays.copyOf(kind, length);
    status = Arrays.copyOf(status, length);
    agent = Arrays.copyOf(agent, length);
    model = Arrays.copyOf(model, length);
    tool = Arrays.copyOf(tool, length);
    call = Arrays.copyOf(call, length);
    errorType = Arrays.copyOf(errorType, length);
    errorMessage = Arrays.copyOf(errorMessage, length);
    retries = Arrays.copyOf(retries, length);
    input = Arrays.copyOf(input, length);
    output = Arrays.copyOf(output, length);
    cacheRead = Arrays.copyOf(cacheRead, length);
    reasoning = Arrays.copyOf(reasoning, length);
    costNanos = Arrays.copyOf(costNanos, length);
    inputHash = Arrays.copyOf(inputHash, length);
    flags = Arrays.copyOf(flags, length);
  }

  private static long number(SpanRow span, Column<Long> column) {
    return Objects.requireNonNullElse(span.get(column), UNKNOWN);
  }

  private static long costNanos(@Nullable BigDecimal cost) {
    return cost == null ? NO_COST : cost.movePointRight(SCALE).longValue();
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  /** FNV-1a. Two texts of one hash are taken for equal: of 64 bits, chance makes no such pair. */
  static long hash(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash == 0 ? 1 : hash;
  }
}
