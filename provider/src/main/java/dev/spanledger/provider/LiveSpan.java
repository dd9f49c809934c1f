// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.semconv.Ancestor;
import dev.spanledger.provider.semconv.Said;
import dev.spanledger.provider.semconv.SpanDictionary;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A span that has begun, as its descendants see it: the ids that it states and who its parent is.
 * Lives as long as the span or any descendant does; what it holds of the span itself it lets go
 * once that is recorded or dropped.
 */
final class LiveSpan implements Ancestor {
  private static final List<Column<String>> COLUMNS = SpanDictionary.inherited();

  /** Runs that go on for ever, each step below the one before, must not become an endless chain. */
  private static final int MOST_ANCESTORS = 256;

  /** No time that was ever seen is even. */
  private static final int PASSED_OVER = 2;

  private static final AtomicReferenceFieldUpdater<LiveSpan, @Nullable SpanLogs> LOGS =
      AtomicReferenceFieldUpdater.newUpdater(LiveSpan.class, SpanLogs.class, "logs");

  private static final AtomicReferenceFieldUpdater<LiveSpan, @Nullable Relatives> RELATIVES =
      AtomicReferenceFieldUpdater.newUpdater(LiveSpan.class, Relatives.class, "relatives");

  private final SpanContext context;
  private final @Nullable LiveSpan parent;
  private final int depth;
  private final Baggage baggage;
  private final @Nullable String route;

  /** Made when somebody asks: most spans have no log records. */
  private volatile @Nullable SpanLogs logs;

  /** What the span says, until it is recorded; then what is remembered of it. */
  private volatile Voice voice;

  /** What it last said, and what has been worked out of that. */
  private volatile @Nullable Said last;

  /** Where not, what is below them is found out from the database. */
  private boolean knowsAncestors;

  /** Made when somebody asks, which is when this or a span below becomes a row. */
  private volatile @Nullable Relatives relatives;

  /** Where to go when the span ends; null once it has, and where its start was not seen. */
  private @Nullable QueuedSpan place;

  /** Who is to hear when the span is recorded or dropped; null once that has happened. */
  private @Nullable LiveSpans home;

  /** When, in milliseconds of its clock, the watch over what runs first saw it; 0 for not yet. */
  private int sightedAt;

  /** Who knows what a span has said by now. Thread-safe. */
  @FunctionalInterface
  interface Voice {
    Said said();
  }

  LiveSpan(
      SpanContext context,
      @Nullable LiveSpan parent,
      Baggage baggage,
      @Nullable String route,
      Voice voice) {
    this.context = context;
    this.parent = parent == null ? null : parent.asParent();
    this.depth = this.parent == null ? 0 : this.parent.depth + 1;
    this.baggage = baggage;
    this.route = route;
    this.voice = voice;
  }

  /** It is asked more often than it says something new. */
  @Override
  public Said said() {
    Said now = voice.said();
    Said before = last;
    if (before != null && before.isLike(now)) {
      return before;
    }
    last = now;
    return now;
  }

  @Override
  public @Nullable Ancestor parent() {
    return parent;
  }

  String spanId() {
    return context.getSpanId();
  }

  String traceId() {
    return context.getTraceId();
  }

  /** The name of the database's route; null for the default. */
  @Nullable String route() {
    return route;
  }

  /** Whether it will be stored. */
  boolean isSampled() {
    return context.isSampled();
  }

  /**
   * Whether it was first asked so long ago: its start is not worth a look at the clock. For one
   * thread.
   *
   * @param now of the same clock at every call
   */
  boolean runsFor(long nanos, long now) {
    int millis = (int) (now / 1_000_000) | 1;
    if (sightedAt == 0) {
      sightedAt = millis;
    }
    return sightedAt != PASSED_OVER && (millis - sightedAt) * 1_000_000L >= nanos;
  }

  /** It is never to be shown as running. For the same thread as {@link #runsFor}. */
  void passOver() {
    sightedAt = PASSED_OVER;
  }

  /** Who says now what it says. */
  Voice voice() {
    return voice;
  }

  /** The log records that were emitted within the span. */
  SpanLogs logs() {
    SpanLogs there = logs;
    if (there == null) {
      LOGS.compareAndSet(this, null, new SpanLogs());
      there = Objects.requireNonNull(logs);
    }
    return there;
  }

  /** The same where no more shall come: nothing is made for a span that has none. */
  SpanLogs lastLogs() {
    return LOGS.compareAndSet(this, null, SpanLogs.NONE) ? SpanLogs.NONE : logs();
  }

  /** Null where nobody has asked for them. */
  @Nullable SpanLogs logsSoFar() {
    return logs;
  }

  /** Its ancestors are all in this process; to be said once, before anybody else sees the span. */
  void hasKnownAncestors() {
    knowsAncestors = parent == null || parent.knowsAncestors;
  }

  /** Its start was seen; to be said once, before anybody else sees the span. */
  void lives(LiveSpans in) {
    home = in;
    place = new QueuedSpan(this);
  }

  /** Its place for the queue, once. */
  @Nullable QueuedSpan takePlace() {
    QueuedSpan taken = place;
    place = null;
    return taken;
  }

  /** The row with what its relatives decide, as far as they are known. Called once. */
  SpanRow settle(SpanRow row) {
    Relatives known = relatives();
    return known == null ? row : known.settle(row);
  }

  private @Nullable Relatives relatives() {
    Relatives there = relatives;
    if (there == null && knowsAncestors) {
      RELATIVES.compareAndSet(
          this, null, new Relatives(parent == null ? null : parent.relatives()));
      there = relatives;
    }
    return there;
  }

  /** The span has ended: from now on this is what it says. */
  void ended(Voice end) {
    voice = end;
  }

  /**
   * Fills the ids that the row does not state: from the nearest ancestor that does, else from the
   * baggage.
   */
  void inherit(SpanRow.Builder row) {
    List<Column<String>> missing = new ArrayList<>(COLUMNS);
    missing.removeIf(column -> row.get(column) != null);
    inherited(missing, row::set);
  }

  /** Lets go of the span: from now on the row says what it stated. */
  void recorded(SpanRow row) {
    release(Said.of(row));
  }

  /** Lets go of a span that nobody will record. */
  void dropped() {
    dropped(Said.ofIds(said()::stated));
  }

  /**
   * The same on the thread that has ended the span, which must not notice.
   *
   * @param remembered what it states to those below it
   */
  void dropped(Said remembered) {
    if (!RELATIVES.compareAndSet(this, null, Relatives.GONE)) {
      Objects.requireNonNull(relatives).dropped();
    }
    release(remembered);
  }

  private void release(Said remembered) {
    voice = () -> remembered;
    last = remembered;
    over();
  }

  /** It is recorded or dropped, or one of too many: it may be forgotten before long. */
  void over() {
    LiveSpans knownIn = home;
    if (knownIn != null) {
      home = null;
      knownIn.over(this);
    }
  }

  private LiveSpan asParent() {
    if (depth < MOST_ANCESTORS) {
      return this;
    }
    Said ids = Said.ofIds(statedOrInherited()::get);
    return new LiveSpan(context, null, baggage, route, () -> ids);
  }

  private Map<Column<String>, String> statedOrInherited() {
    Map<Column<String>, String> ids = new HashMap<>();
    List<Column<String>> missing = new ArrayList<>(COLUMNS);
    take(said(), missing, ids::put);
    inherited(missing, ids::put);
    return ids;
  }

  private void inherited(List<Column<String>> missing, BiConsumer<Column<String>, String> found) {
    for (LiveSpan ancestor = parent; ancestor != null; ancestor = ancestor.parent) {
      if (missing.isEmpty()) {
        return;
      }
      take(ancestor.said(), missing, found);
    }
    if (!missing.isEmpty() && !baggage.isEmpty()) {
      take(Said.of(baggage), missing, found);
    }
  }

  private static void take(
      Said said, List<Column<String>> missing, BiConsumer<Column<String>, String> found) {
    missing.removeIf(
        column -> {
          String id = said.stated(column);
          if (id != null) {
            found.accept(column, id);
          }
          return id != null;
        });
  }
}
