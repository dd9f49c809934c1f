// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.provider.semconv.StoredSpans;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that Jaeger's query service answers and its page takes as a file. Times are
 * microseconds; processes follow the spans that name them, so that nothing need be kept.
 */
final class JaegerSink implements TraceSink {
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

  private final JsonOut json;
  private final JaegerTags tags;
  private final Map<Resource, String> processes = new LinkedHashMap<>();
  private String traceId = "";
  private long traces;

  JaegerSink(OutputStream out) throws IOException {
    json = new JsonOut(out);
    tags = new JaegerTags(json);
  }

  @Override
  public void begin() throws IOException {
    json.object().array("data");
  }

  @Override
  public void trace(ExportedTrace trace) throws IOException {
    traceId = trace.id();
    processes.clear();
    json.object().field("traceID", traceId).array("spans");
  }

  @Override
  public void span(SpanRow row) throws IOException {
    SpanData span = CarriedColumns.with(StoredSpans.of(row), row);
    json.object();
    identity(row.spanId(), span.getName(), row.parentSpanId(), span.getLinks());
    times(Math.floorDiv(span.getStartEpochNanos(), 1_000L), row.durationMs());
    json.array("tags");
    tags.add("span.kind", span.getKind().name().toLowerCase(Locale.ROOT));
    status(row);
    tags.add("otel.scope.name", row.get(SpanColumns.SCOPE_NAME));
    tags.add("otel.scope.version", row.get(SpanColumns.SCOPE_VERSION));
    tags.add("w3c.tracestate", row.get(SpanColumns.TRACE_STATE));
    tags.add("spanledger.kind", row.kind());
    tags.addAll(span.getAttributes());
    json.endArray().array("logs");
    for (EventData event : span.getEvents()) {
      log(event);
    }
    json.endArray();
    end(process(span.getResource()), warnings(row, span));
  }

  @Override
  public void running(StillRunning span) throws IOException {
    String service = span.get(SpanColumns.SERVICE_NAME);
    Resource resource =
        Resource.create(service == null ? Attributes.empty() : Attributes.of(SERVICE, service));
    json.object();
    identity(span.spanId(), span.name(), span.parentSpanId(), List.of());
    times(span.startTime().toEpochMilli() * 1_000L, span.milliseconds());
    json.array("tags");
    tags.add("spanledger.kind", span.kind());
    tags.add("spanledger.status", StillRunning.STATUS);
    json.endArray().array("logs").endArray();
    end(process(resource), List.of("this span had not ended when it was written"));
  }

  @Override
  public void endTrace() throws IOException {
    json.endArray().object("processes");
    for (Map.Entry<Resource, String> process : processes.entrySet()) {
      Attributes attributes = process.getKey().getAttributes();
      String service = attributes.get(SERVICE);
      json.object(process.getValue())
          .field("serviceName", service == null ? "unknown_service" : service)
          .array("tags");
      tags.addAll(attributes.toBuilder().remove(SERVICE).build());
      json.endArray().endObject();
    }
    json.endObject().field("warnings", List.of()).endObject();
    traces++;
  }

  @Override
  public void end() throws IOException {
    json.endArray()
        .field("total", traces)
        .field("limit", 0L)
        .field("offset", 0L)
        .field("errors", List.of())
        .endObject();
    json.flush();
  }

  private void identity(String spanId, String name, @Nullable String parent, List<LinkData> links)
      throws IOException {
    json.field("traceID", traceId)
        .field("spanID", spanId)
        .field("operationName", name)
        .array("references");
    if (parent != null) {
      reference("CHILD_OF", traceId, parent);
    }
    for (LinkData link : links) {
      reference(
          "FOLLOWS_FROM", link.getSpanContext().getTraceId(), link.getSpanContext().getSpanId());
    }
    json.endArray().field("flags", 1L);
  }

  private void reference(String type, String trace, String span) throws IOException {
    json.object().field("refType", type).field("traceID", trace).field("spanID", span).endObject();
  }

  private void times(long startMicros, double durationMs) throws IOException {
    json.field("startTime", startMicros).field("duration", Math.round(durationMs * 1e3));
  }

  private void status(SpanRow row) throws IOException {
    String status = row.status();
    tags.add("spanledger.status", status);
    if (status.equals("OK") || status.equals("ERROR")) {
      tags.add("otel.status_code", status);
    }
    tags.add("otel.status_description", row.get(SpanColumns.STATUS_MESSAGE));
    if (status.equals("ERROR")) {
      tags.add("error", true);
    }
  }

  private void log(EventData event) throws IOException {
    json.object().field("timestamp", Math.floorDiv(event.getEpochNanos(), 1_000L)).array("fields");
    tags.add("event", event.getName());
    tags.addAll(event.getAttributes());
    json.endArray().endObject();
  }

  private void end(String process, List<String> warnings) throws IOException {
    json.field("processID", process).field("warnings", warnings).endObject();
  }

  private String process(Resource resource) {
    return processes.computeIfAbsent(resource, none -> "p" + (processes.size() + 1));
  }

  private static List<String> warnings(SpanRow row, SpanData span) {
    List<String> warnings = new ArrayList<>();
    if (Boolean.TRUE.equals(row.get(SpanColumns.TIME_REPAIRED))) {
      warnings.add("this span's clock was wrong");
    }
    if (row.status().equals("ABANDONED")) {
      warnings.add("this span never ended: its process did");
    }
    int dropped = span.getTotalAttributeCount() - span.getAttributes().size();
    if (dropped > 0) {
      warnings.add(dropped + " attributes were left out");
    }
    return warnings;
  }
}
