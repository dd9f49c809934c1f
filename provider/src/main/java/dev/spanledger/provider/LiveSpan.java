// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.semconv.Ancestor;
import dev.spanledger.provider.semconv.SpanDictionary;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  static final String SCOPE_NAME = "otel.scope.name";

  private final String traceId;
  private final @Nullable LiveSpan parent;
  private final int depth;
  private final Baggage baggage;
  private final @Nullable String route;
  private final SpanLogs logs = new SpanLogs();

  /** The span's attributes by name, until it is recorded; then what it stated. */
  private volatile Function<String, @Nullable Object> attributes;

  private volatile @Nullable Map<Column<String>, String> stated;

  /** Null where ancestors are not all known: what is below them is found out from the database. */
  private @Nullable Relatives relatives;

  LiveSpan(
      String traceId,
      @Nullable LiveSpan parent,
      Baggage baggage,
      @Nullable String route,
      Function<String, @Nullable Object> attributes) {
    this.traceId = traceId;
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

  @Override
  public @Nullable Object attribute(String name) {
    return attributes.apply(name);
  }

  @Override
  public @Nullable Ancestor parent() {
    return parent;
  }

  String traceId() {
    return traceId;
  }

  /** The name of the database's route; null for the default. */
  @Nullable String route() {
    return route;
  }

  /** The log records that were emitted within the span. */
  SpanLogs logs() {
    return logs;
  }

  /** Its ancestors are all in this process; to be said once, before anybody else sees the span. */
  void hasKnownAncestors() {
    if (parent == null) {
      relatives = new Relatives(null);
    } else if (parent.relatives != null) {
      relatives = new Relatives(parent.relatives);
    }
  }

  /** The row with what its relatives decide, as far as they are known. Called once. */
  SpanRow settle(SpanRow row) {
    return relatives == null ? row : relatives.settle(row);
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
    if (relatives != null) {
      relatives.dropped();
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
  }

  private LiveSpan asParent() {
    if (depth < MOST_ANCESTORS) {
      return this;
    }
    LiveSpan alone = new LiveSpan(traceId, null, baggage, route, name -> null);
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

  /**
   * Attributes are read first: whoever finds them let go of finds the ids that took their place.
   */
  private @Nullable String states(Column<String> column) {
    Function<String, @Nullable Object> current = attributes;
    Map<Column<String>, String> ids = stated;
    return ids == null ? SpanDictionary.stated(column, current) : ids.get(column);
  }
}
