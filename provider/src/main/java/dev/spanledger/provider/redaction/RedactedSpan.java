// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;

/** A span as it may be stored. Everything is redacted when it is made: reading it cannot fail. */
final class RedactedSpan extends DelegatingSpanData {
  private final SpanContext context;
  private final SpanContext parentContext;
  private final String name;
  private final StatusData status;
  private final Attributes attributes;
  private final int totalAttributes;
  private final List<EventData> events;
  private final List<LinkData> links;
  private final Resource resource;
  private final InstrumentationScopeInfo scope;

  RedactedSpan(SpanData span, SpanRedaction redaction) {
    super(span);
    SpanParts parts = new SpanParts(redaction);
    Attributes before = span.getAttributes();
    this.context = parts.context(span.getSpanContext());
    this.parentContext = parts.context(span.getParentSpanContext());
    this.name = redaction.text("name", span.getName());
    this.status = parts.status(span.getStatus());
    this.attributes = redaction.attributes(before);
    this.totalAttributes = span.getTotalAttributeCount() - before.size() + attributes.size();
    this.events = span.getEvents().stream().map(parts::event).toList();
    this.links = span.getLinks().stream().map(parts::link).toList();
    this.resource = redaction.resource(span.getResource());
    this.scope = parts.scope(span.getInstrumentationScopeInfo());
  }

  @Override
  public SpanContext getSpanContext() {
    return context;
  }

  @Override
  public SpanContext getParentSpanContext() {
    return parentContext;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public StatusData getStatus() {
    return status;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return totalAttributes;
  }

  @Override
  public List<EventData> getEvents() {
    return events;
  }

  @Override
  public List<LinkData> getLinks() {
    return links;
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return scope;
  }
}
