// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of {@code source}: what many spans have in common and no column says. Every member is
 * left out where there is nothing to say:
 *
 * <pre>{@code
 * {
 *   "attributes": {"types": {"gen_ai.request.temperature": "double"}},
 *   "described": false,                                     // the status itself had no description
 *   "events": {"types": {…}, "at": {"2": {…}}},             // "at": by index, against the others
 *   "links": {"types": {…}},
 *   "promoted": {"gen_ai.request.model": "request_model", "top_k": "top_k:long"},
 *   "resource": {"types": {…}, "exact": {…}, "schema_url": "…"},
 *   "scope": {"attributes": {…}, "types": {…}, "exact": {…}, "schema_url": "…"},
 *   "status": "UNSET"                                       // what the span said, where the column says more
 * }
 * }</pre>
 */
final class Source {
  static final String PROMOTED = "promoted";
  static final String STATUS = "status";
  static final String DESCRIBED = "described";
  static final String EXACT = "exact";

  private static final String ATTRIBUTES = "attributes";
  private static final String EVENTS = "events";
  private static final String LINKS = "links";
  private static final String RESOURCE = "resource";
  private static final String SCOPE = "scope";
  private static final String SCHEMA_URL = "schema_url";

  private final Map<String, @Nullable Object> json;

  private Source(Map<String, @Nullable Object> json) {
    this.json = json;
  }

  /** What follows from the span alone; sorted, so that it is the same text for the same shape. */
  static Map<String, Object> of(SpanData span, Kept kept) {
    Map<String, Object> source = new TreeMap<>();
    put(source, ATTRIBUTES, types(new TypeNotes().add(0, span.getAttributes(), kept)));
    put(source, EVENTS, types(ofEvents(span.getEvents(), kept)));
    put(source, LINKS, types(ofLinks(span.getLinks(), kept)));
    put(source, RESOURCE, of(span.getResource(), kept));
    put(source, SCOPE, of(span.getInstrumentationScopeInfo(), kept));
    return source;
  }

  static Source read(SpanRow row) {
    return new Source(StoredJson.object(StoredJson.parseOurs(row.get(SpanColumns.SOURCE))));
  }

  private static TypeNotes ofEvents(List<EventData> events, Kept kept) {
    TypeNotes notes = new TypeNotes();
    for (int i = 0; i < events.size(); i++) {
      notes.add(i, events.get(i).getAttributes(), kept);
    }
    return notes;
  }

  private static TypeNotes ofLinks(List<LinkData> links, Kept kept) {
    TypeNotes notes = new TypeNotes();
    for (int i = 0; i < links.size(); i++) {
      notes.add(i, links.get(i).getAttributes(), kept);
    }
    return notes;
  }

  private static Map<String, Object> of(Resource resource, Kept kept) {
    Map<String, Object> json = types(new TypeNotes().add(0, resource.getAttributes(), kept));
    put(json, EXACT, ExactValue.of(AttributeJson.map(resource.getAttributes(), kept)));
    put(json, SCHEMA_URL, resource.getSchemaUrl());
    return json;
  }

  private static Map<String, Object> of(InstrumentationScopeInfo scope, Kept kept) {
    Attributes attributes = scope.getAttributes();
    Map<String, Object> json = types(new TypeNotes().add(0, attributes, kept));
    Map<String, Object> values = AttributeJson.map(attributes, kept);
    put(json, ATTRIBUTES, values);
    put(json, EXACT, ExactValue.of(values));
    put(json, SCHEMA_URL, scope.getSchemaUrl());
    return json;
  }

  private static Map<String, Object> types(TypeNotes notes) {
    Map<String, Object> json = new TreeMap<>();
    notes.write(json);
    return json;
  }

  private static void put(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null && !(value instanceof Map<?, ?> map && map.isEmpty())) {
      json.put(name, value);
    }
  }

  /** Attribute to column, and to the form in which the column has it. */
  Map<String, @Nullable Object> promoted() {
    return StoredJson.object(json.get(PROMOTED));
  }

  /** The status' code where the column has another. */
  @Nullable String status() {
    return (String) json.get(STATUS);
  }

  boolean isDescribed() {
    return !Boolean.FALSE.equals(json.get(DESCRIBED));
  }

  TypeNotes types() {
    return types(ATTRIBUTES);
  }

  TypeNotes typesOfEvents() {
    return types(EVENTS);
  }

  TypeNotes typesOfLinks() {
    return types(LINKS);
  }

  Resource resource(Map<String, @Nullable Object> attributes) {
    Map<String, @Nullable Object> resource = StoredJson.object(json.get(RESOURCE));
    StoredAttributes stored = new StoredAttributes(types(RESOURCE), 0).exact(resource.get(EXACT));
    return Resource.create(stored.add(attributes).build(), (String) resource.get(SCHEMA_URL));
  }

  InstrumentationScopeInfo scope(String name, @Nullable String version) {
    Map<String, @Nullable Object> scope = StoredJson.object(json.get(SCOPE));
    StoredAttributes stored = new StoredAttributes(types(SCOPE), 0).exact(scope.get(EXACT));
    var builder = InstrumentationScopeInfo.builder(name);
    if (version != null) {
      builder.setVersion(version);
    }
    if (scope.get(SCHEMA_URL) instanceof String url) {
      builder.setSchemaUrl(url);
    }
    return builder
        .setAttributes(stored.add(StoredJson.object(scope.get(ATTRIBUTES))).build())
        .build();
  }

  private TypeNotes types(String of) {
    return TypeNotes.read(StoredJson.object(json.get(of)));
  }
}
