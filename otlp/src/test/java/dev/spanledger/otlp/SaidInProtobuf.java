// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What spans say in protobuf, read by the classes that are generated from OTLP's definition. */
final class SaidInProtobuf {
  private static final int REMOTE = 0x200;

  private SaidInProtobuf() {}

  static List<Map<String, Object>> spans(byte[] protobuf) throws Exception {
    List<Map<String, Object>> spans = new ArrayList<>();
    for (ResourceSpans ofResource : TracesData.parseFrom(protobuf).getResourceSpansList()) {
      for (ScopeSpans ofScope : ofResource.getScopeSpansList()) {
        for (Span span : ofScope.getSpansList()) {
          Map<String, Object> said = of(span);
          said.put("resource", attributes(ofResource.getResource().getAttributesList()));
          said.put("resource schema", ofResource.getSchemaUrl());
          InstrumentationScope scope = ofScope.getScope();
          said.put("scope", scope.getName() + "@" + scope.getVersion());
          said.put("scope schema", ofScope.getSchemaUrl());
          said.put("scope attributes", attributes(scope.getAttributesList()));
          spans.add(said);
        }
      }
    }
    return spans;
  }

  private static Map<String, Object> of(Span span) {
    Map<String, Object> said = new TreeMap<>();
    said.put("trace", hex(span.getTraceId()));
    said.put("span", hex(span.getSpanId()));
    said.put("parent", hex(span.getParentSpanId()));
    said.put("remote", (span.getFlags() & REMOTE) != 0);
    said.put("flags", span.getFlags() & 0xFF);
    said.put("state", span.getTraceState());
    said.put("name", span.getName());
    said.put("kind", span.getKind().name().replace("SPAN_KIND_", ""));
    said.put("start", span.getStartTimeUnixNano());
    said.put("end", span.getEndTimeUnixNano());
    said.put("status", span.getStatus().getCode().name().replace("STATUS_CODE_", ""));
    said.put("status message", span.getStatus().getMessage());
    said.put("attributes", attributes(span.getAttributesList()));
    said.put("events", span.getEventsList().stream().map(SaidInProtobuf::event).toList());
    said.put(
        "event drops",
        span.getEventsList().stream().map(Span.Event::getDroppedAttributesCount).toList());
    said.put("links", span.getLinksList().stream().map(SaidInProtobuf::link).toList());
    said.put(
        "link drops",
        span.getLinksList().stream().map(Span.Link::getDroppedAttributesCount).toList());
    said.put(
        "dropped",
        List.of(
            span.getDroppedAttributesCount(),
            span.getDroppedEventsCount(),
            span.getDroppedLinksCount()));
    return said;
  }

  private static List<Object> event(Span.Event event) {
    return List.of(event.getName(), event.getTimeUnixNano(), attributes(event.getAttributesList()));
  }

  private static List<Object> link(Span.Link link) {
    return List.of(
        hex(link.getTraceId()),
        hex(link.getSpanId()),
        link.getFlags() & 0xFF,
        (link.getFlags() & REMOTE) != 0,
        link.getTraceState(),
        attributes(link.getAttributesList()));
  }

  private static Map<String, String> attributes(List<KeyValue> entries) {
    Map<String, String> attributes = new TreeMap<>();
    entries.forEach(entry -> attributes.put(entry.getKey(), text(entry.getValue())));
    return attributes;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> "String " + value.getStringValue();
      case BOOL_VALUE -> "Boolean " + value.getBoolValue();
      case INT_VALUE -> "Long " + value.getIntValue();
      case DOUBLE_VALUE -> "Double " + value.getDoubleValue();
      case BYTES_VALUE -> "bytes " + Arrays.toString(value.getBytesValue().toByteArray());
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream()
              .map(SaidInProtobuf::text)
              .collect(Collectors.joining(", ", "[", "]"));
      case KVLIST_VALUE ->
          value.getKvlistValue().getValuesList().stream()
              .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
              .collect(Collectors.joining(", ", "map [", "]"));
      default -> "nothing";
    };
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
