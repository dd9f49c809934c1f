// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;

/** A span that was read from a file. Immutable. */
final class FileSpan implements SpanData {
  private final Builder read;

  private FileSpan(Builder read) {
    this.read = read;
  }

  /** Collects what a span is, and is not changed afterwards. */
  static final class Builder {
    SpanContext context = SpanContext.getInvalid();
    SpanContext parent = SpanContext.getInvalid();
    Resource resource = Resource.empty();
    InstrumentationScopeInfo scope = InstrumentationScopeInfo.empty();
    String name = "";
    SpanKind kind = SpanKind.INTERNAL;
    long start;
    long end;
    Attributes attributes = Attributes.empty();
    int droppedAttributes;
    StatusData status = StatusData.unset();
    List<EventData> events = List.of();
    int droppedEvents;
    List<LinkData> links = List.of();
    int droppedLinks;

    FileSpan build() {
      return new FileSpan(this);
    }
  }

  @Override
  public String getName() {
    return read.name;
  }

  @Override
  public SpanKind getKind() {
    return read.kind;
  }

  @Override
  public SpanContext getSpanContext() {
    return read.context;
  }

  @Override
  public SpanContext getParentSpanContext() {
    return read.parent;
  }

  @Override
  public StatusData getStatus() {
    return read.status;
  }

  @Override
  public long getStartEpochNanos() {
    return read.start;
  }

  @Override
  public long getEndEpochNanos() {
    return read.end;
  }

  @Override
  public Attributes getAttributes() {
    return read.attributes;
  }

  @Override
  public List<EventData> getEvents() {
    return read.events;
  }

  @Override
  public List<LinkData> getLinks() {
    return read.links;
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public int getTotalRecordedEvents() {
    return read.events.size() + read.droppedEvents;
  }

  @Override
  public int getTotalRecordedLinks() {
    return read.links.size() + read.droppedLinks;
  }

  @Override
  public int getTotalAttributeCount() {
    return read.attributes.size() + read.droppedAttributes;
  }

  @Override
  @SuppressWarnings({"deprecation", "InlineMeSuggester"})
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(
        read.scope.getName(), read.scope.getVersion());
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return read.scope;
  }

  @Override
  public Resource getResource() {
    return read.resource;
  }

  @Override
  public String toString() {
    return "FileSpan[" + read.context.getTraceId() + "/" + read.context.getSpanId() + "]";
  }
}
