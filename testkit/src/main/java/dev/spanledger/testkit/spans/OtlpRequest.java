// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.List;

/** Reads an {@code ExportTraceServiceRequest} in OTLP/JSON. */
final class OtlpRequest {
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  private OtlpRequest() {}

  static List<OtlpSpan> spans(String json) {
    List<OtlpSpan> spans = new ArrayList<>();
    for (JsonNode ofResource : parse(json).path("resourceSpans")) {
      Resource resource = resource(ofResource);
      for (JsonNode ofScope : ofResource.path("scopeSpans")) {
        InstrumentationScopeInfo scope = scope(ofScope);
        ofScope.path("spans").forEach(span -> spans.add(new OtlpSpan(resource, scope, span)));
      }
    }
    return spans;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not OTLP/JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Resource resource(JsonNode ofResource) {
    return Resource.create(
        OtlpValue.attributes(ofResource.path("resource").path("attributes")),
        OtlpValue.textOrNull(ofResource.path("schemaUrl")));
  }

  private static InstrumentationScopeInfo scope(JsonNode ofScope) {
    JsonNode scope = ofScope.path("scope");
    InstrumentationScopeInfoBuilder info =
        InstrumentationScopeInfo.builder(scope.path("name").asText(""));
    String version = OtlpValue.textOrNull(scope.path("version"));
    if (version != null) {
      info.setVersion(version);
    }
    String schemaUrl = OtlpValue.textOrNull(ofScope.path("schemaUrl"));
    return schemaUrl == null ? info.build() : info.setSchemaUrl(schemaUrl).build();
  }
}
