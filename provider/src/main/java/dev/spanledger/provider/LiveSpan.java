// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.semconv.Ancestor;
import dev.spanledger.provider.semconv.SpanDictionary;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Function;
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

  private static final AtomicReferenceFieldUpdater<LiveSpan, @Nullable SpanLogs> LOGS =
      AtomicReferenceFieldUpdater.newUpdater(LiveSpan.class, SpanLogs.class, "logs");

  private static final AtomicReferenceFieldUpdater<LiveSpan, @Nullable Relatives> RELATIVES =
      AtomicReferenceFieldUpdater.newUpdater(LiveSpan.class, Relatives.class, "relatives");

  private static final String SCOPE_NAME = "otel.scope.name";

  private final SpanContext context;
  private final @Nullable LiveSpan parent;
  private final int depth;
  private final Baggage baggage;
  private final @Nullable String route;

  /** Made when somebody asks: most spans have no log records. */
  private volatile @Nullable SpanLogs logs;

  /** The span's attributes by name, until it is recorded; then what it stated. */
  private volatile Function<String, @Nullable Object> attributes;

  private volatile @Nullable Map<Column<String>, String> stated;

  /** Where not, what is below them is found out from the database. */
  private boolean knowsAncestors;

  /** Made when somebody asks, which is when this or a span below becomes a row. */
  private volatile @Nullable Relatives relatives;

  /** Where to go when the span ends; null once it has, and where its start was not seen. */
  private @Nullable QueuedSpan place;

  /** Who is to hear when the span is recorded or dropped; null once that has happened. */
  private @Nullable LiveSpans home;

  LiveSpan(
      SpanContext context,
      @Nullable LiveSpan parent,
      Baggage baggage,
      @Nullable String route,
      Function<String, @Nullable Object> attributes) {
    this.context = context;
    this.parent = parent == null ? null : parent.asParent();
    this.depth = this.parent == null ? 0 : this.parent.depth + 1;
    this.baggage = baggage;
    this.route = route;
    this.attributes = attributes;
  }

  /**
   * Attributes by name, whatever says them: ids are texts, or numbers where somebody took them from
   * a table.
   */
  static Function<String, @Nullable Object> byName(
      Function<AttributeKey<?>, @Nullable Object> attributes) {
    return name -> {
      Object text = attributes.apply(AttributeKey.stringKey(name));
      return text != null ? text : attributes.apply(AttributeKey.longKey(name));
    };
  }

  /** The same for a span that has ended; the scope goes by OpenTelemetry's name for it, too. */
  static Function<String, @Nullable Object> byName(SpanData span) {
    Function<String, @Nullable Object> attributes = byName(span.getAttributes()::get);
    String scope = span.getInstrumentationScopeInfo().getName();
    return name -> name.equals(SCOPE_NAME) ? scope : attributes.apply(name);
  }

  /** One attribute of a span that may go on. */
  static @Nullable Object attribute(ReadableSpan span, String name) {
    if (name.equals(SCOPE_NAME)) {
      return span.getInstrumentationScopeInfo().getName();
    }
    Object text = span.getAttribute(AttributeKey.stringKey(name));
    return text != null ? text : span.getAttribute(AttributeKey.longKey(name));
  }

  @Override
  public @Nullable Object attribute(String name) {
    return attributes.apply(name);
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

  /** The log records that were emitted within the span. */
  SpanLogs logs() {
    SpanLogs there = logs;
    if (there == null) {
      LOGS.compareAndSet(this, null, new SpanLogs());
      there = Objects.requireNonNull(logs);
    }
    return there;
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

  /** The span has ended: from now on these are its attributes. */
  void ended(Function<String, @Nullable Object> finalAttributes) {
    attributes = finalAttributes;
  }

  /**
   * Fills the ids that the row does not state: from the nearest ancestor that does, else from the
   * baggage.
   */
  void inherit(SpanRow.Builder row) {
    for (Column<String> column : COLUMNS) {
      if (row.get(column) == null) {
        row.set(column, inherited(column));
      }
    }
  }

  /** Lets go of the span: from now on the row says what it stated. */
  void recorded(SpanRow row) {
    release(row::get, SpanDictionary.remembered(row));
  }

  /** Lets go of a span that nobody will record. */
  void dropped() {
    Relatives known = relatives();
    if (known != null) {
      known.dropped();
    }
    release(column -> SpanDictionary.stated(column, attributes), name -> null);
  }

  private void release(
      Function<Column<String>, @Nullable String> idOf,
      Function<String, @Nullable Object> remembered) {
    Map<Column<String>, String> ids = new HashMap<>();
    for (Column<String> column : COLUMNS) {
      String id = idOf.apply(column);
      if (id != null) {
        ids.put(column, id);
      }
    }
    stated = ids;
    attributes = remembered;
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
    LiveSpan alone = new LiveSpan(context, null, baggage, route, name -> null);
    alone.release(column -> statedOrInherited(column), name -> null);
    return alone;
  }

  private @Nullable String statedOrInherited(Column<String> column) {
    String id = states(column);
    return id == null ? inherited(column) : id;
  }

  private @Nullable String inherited(Column<String> column) {
    for (LiveSpan ancestor = parent; ancestor != null; ancestor = ancestor.parent) {
      String id = ancestor.states(column);
      if (id != null) {
        return id;
      }
    }
    return SpanDictionary.stated(column, baggage::getEntryValue);
  }

  /** Whoever finds the attributes let go of finds the ids that took their place. */
  private @Nullable String states(Column<String> column) {
    Map<Column<String>, String> ids = stated;
    if (ids == null) {
      String id = SpanDictionary.stated(column, attributes);
      ids = stated;
      if (ids == null) {
        return id;
      }
    }
    return ids.get(column);
  }
}
