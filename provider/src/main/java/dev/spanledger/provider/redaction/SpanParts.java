// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

/** The parts of a span as they may be stored: the same instances where nothing is taken out. */
record SpanParts(SpanRedaction redaction) {
  StatusData status(StatusData status) {
    String described = redaction.text("status_message", status.getDescription());
    return described.equals(status.getDescription())
        ? status
        : StatusData.create(status.getStatusCode(), described);
  }

  EventData event(EventData event) {
    String name = redaction.text("event.name", event.getName());
    Attributes kept = redaction.attributes(event.getAttributes());
    return kept == event.getAttributes() && name.equals(event.getName())
        ? event
        : EventData.create(event.getEpochNanos(), name, kept, total(event, kept));
  }

  private static int total(EventData event, Attributes kept) {
    return event.getTotalAttributeCount() - event.getAttributes().size() + kept.size();
  }

  LinkData link(LinkData link) {
    SpanContext context = context(link.getSpanContext());
    Attributes before = link.getAttributes();
    Attributes kept = redaction.attributes(before);
    return kept == before && context == link.getSpanContext()
        ? link
        : LinkData.create(
            context, kept, link.getTotalAttributeCount() - before.size() + kept.size());
  }

  SpanContext context(SpanContext context) {
    TraceState before = context.getTraceState();
    TraceState after = before.isEmpty() ? before : state(before);
    if (after == before) {
      return context;
    }
    return context.isRemote()
        ? SpanContext.createFromRemoteParent(
            context.getTraceId(), context.getSpanId(), context.getTraceFlags(), after)
        : SpanContext.create(
            context.getTraceId(), context.getSpanId(), context.getTraceFlags(), after);
  }

  private TraceState state(TraceState before) {
    TraceStateBuilder after = before.toBuilder();
    boolean[] changed = {false};
    before.forEach(
        (vendor, value) -> {
          String kept = redaction.text("trace_state", value);
          if (!kept.equals(value)) {
            after.put(vendor, kept);
            changed[0] = true;
          }
        });
    return changed[0] ? after.build() : before;
  }

  InstrumentationScopeInfo scope(InstrumentationScopeInfo scope) {
    String name = redaction.text("scope_name", scope.getName());
    String version = text("scope_version", scope.getVersion());
    Attributes kept = redaction.attributes(scope.getAttributes());
    boolean same =
        name.equals(scope.getName())
            && java.util.Objects.equals(version, scope.getVersion())
            && kept == scope.getAttributes();
    return same ? scope : scope(scope, name, version, kept);
  }

  private static InstrumentationScopeInfo scope(
      InstrumentationScopeInfo scope, String name, @Nullable String version, Attributes kept) {
    InstrumentationScopeInfoBuilder builder =
        InstrumentationScopeInfo.builder(name).setAttributes(kept);
    if (version != null) {
      builder.setVersion(version);
    }
    String schemaUrl = scope.getSchemaUrl();
    if (schemaUrl != null) {
      builder.setSchemaUrl(schemaUrl);
    }
    return builder.build();
  }

  private @Nullable String text(String where, @Nullable String text) {
    return text == null ? null : redaction.text(where, text);
  }
}
