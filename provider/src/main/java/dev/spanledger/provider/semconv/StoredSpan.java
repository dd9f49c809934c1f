// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanFlags;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row as the span that it was. Immutable. */
final class StoredSpan implements SpanData {
  private static final String ABANDONED = "ABANDONED";

  private final SpanRow row;
  private final SpanContext context;
  private final Resource resource;
  private final InstrumentationScopeInfo scope;
  private final Map<String, @Nullable Object> originals;
  private final StatusData status;
  private final Attributes attributes;
  private final StoredEvents events;
  private final StoredLinks links;
  private final long cutAttributes;

  StoredSpan(SpanRow row) {
    Source source = Source.read(row);
    this.row = row;
    this.context =
        StoredContext.of(
            row.traceId(),
            row.spanId(),
            get(SpanColumns.FLAGS) & ~SpanFlags.PARENT_IS_REMOTE,
            row.get(SpanColumns.TRACE_STATE));
    this.resource = source.resource(object(SpanColumns.RESOURCE));
    this.scope =
        source.scope(
            Objects.requireNonNullElse(row.get(SpanColumns.SCOPE_NAME), ""),
            row.get(SpanColumns.SCOPE_VERSION));
    this.originals = object(SpanColumns.ORIGINAL_ATTRIBUTES);
    this.status = status(source);
    StoredAttributes stored = attributes(source);
    this.attributes = stored.build();
    this.cutAttributes = stored.cut();
    this.events = StoredEvents.of(row.get(SpanColumns.EVENTS), source.typesOfEvents());
    this.links = StoredLinks.of(row.get(SpanColumns.LINKS), source.typesOfLinks());
  }

  private StoredAttributes attributes(Source source) {
    StoredAttributes stored =
        new StoredAttributes(source.types(), 0)
            .exact(originals.get(Origin.EXACT))
            .add(object(SpanColumns.ATTRIBUTES));
    originals.forEach(
        (name, tree) -> {
          if (!OWN.contains(name)) {
            stored.add(name, tree);
          }
        });
    source.promoted().forEach((name, place) -> stored.add(name, promoted(String.valueOf(place))));
    return stored;
  }

  private static final List<String> OWN = List.of(Origin.EXACT, Origin.NAME, Origin.STATUS_MESSAGE);

  /** What the column gives back; null where it was taken out of the row since, as in erasure. */
  private @Nullable Object promoted(String place) {
    int colon = place.indexOf(':');
    Column<?> column = SpanColumns.named(colon < 0 ? place : place.substring(0, colon));
    Object stored = column == null ? null : row.get(column);
    Form form = colon < 0 ? Form.SAME : Form.named(place.substring(colon + 1));
    return stored == null ? null : form.of(stored);
  }

  private StatusData status(Source source) {
    String code = Objects.requireNonNullElse(source.status(), row.status());
    String column = source.isDescribed() ? row.get(SpanColumns.STATUS_MESSAGE) : null;
    Object original = originals.getOrDefault(Origin.STATUS_MESSAGE, column);
    return StatusData.create(statusCode(code), original == null ? "" : original.toString());
  }

  /** A span that never ended has said no status. */
  private static StatusCode statusCode(String code) {
    return switch (code) {
      case "OK" -> StatusCode.OK;
      case "ERROR", "CANCELLED" -> StatusCode.ERROR;
      default -> StatusCode.UNSET;
    };
  }

  @Override
  public String getName() {
    return String.valueOf(originals.getOrDefault(Origin.NAME, row.name()));
  }

  @Override
  public SpanKind getKind() {
    return SpanKind.valueOf(
        Objects.requireNonNullElse(row.get(SpanColumns.OTEL_KIND), SpanKind.INTERNAL.name()));
  }

  @Override
  public SpanContext getSpanContext() {
    return context;
  }

  @Override
  public SpanContext getParentSpanContext() {
    String parent = row.parentSpanId();
    return parent == null
        ? SpanContext.getInvalid()
        : StoredContext.of(row.traceId(), parent, get(SpanColumns.FLAGS), null);
  }

  @Override
  public StatusData getStatus() {
    return status;
  }

  @Override
  public long getStartEpochNanos() {
    return get(SpanColumns.START_UNIX_NANO);
  }

  @Override
  public long getEndEpochNanos() {
    return get(SpanColumns.END_UNIX_NANO);
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public List<EventData> getEvents() {
    return events.events();
  }

  @Override
  public List<LinkData> getLinks() {
    return links.links();
  }

  @Override
  public boolean hasEnded() {
    return !row.status().equals(ABANDONED);
  }

  @Override
  public int getTotalRecordedEvents() {
    return total(events.events().size(), events.cut() + get(SpanColumns.DROPPED_EVENTS));
  }

  @Override
  public int getTotalRecordedLinks() {
    return total(links.links().size(), links.cut() + get(SpanColumns.DROPPED_LINKS));
  }

  @Override
  public int getTotalAttributeCount() {
    return total(attributes.size(), cutAttributes + get(SpanColumns.DROPPED_ATTRIBUTES));
  }

  private static int total(int kept, long dropped) {
    return (int) Math.min(Integer.MAX_VALUE, kept + dropped);
  }

  @Override
  @SuppressWarnings({"deprecation", "InlineMeSuggester"})
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(
        scope.getName(), scope.getVersion());
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return scope;
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  @Override
  public String toString() {
    return "StoredSpan[" + row + "]";
  }

  private long get(Column<Long> column) {
    Long value = row.get(column);
    return value == null ? 0 : value;
  }

  private Map<String, @Nullable Object> object(Column<String> column) {
    return StoredJson.object(StoredJson.parseOurs(row.get(column)));
  }
}
