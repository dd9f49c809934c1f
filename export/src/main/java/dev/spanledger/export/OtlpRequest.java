// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads an {@code ExportTraceServiceRequest} in OTLP/JSON. */
final class OtlpRequest {
  private OtlpRequest() {}

  /**
   * Adds its spans. One that is not as it must be is left out, and the others are not.
   *
   * @param refused hears why one is left out
   * @throws Refused where this is no such request
   */
  static void read(@Nullable Object tree, List<SpanData> spans, Consumer<String> refused)
      throws Refused {
    Map<String, @Nullable Object> request = JsonTree.object(tree);
    if (!request.containsKey("resourceSpans")) {
      throw new Refused("not an ExportTraceServiceRequest: it has no resourceSpans");
    }
    for (Object ofResource : JsonTree.list(request.get("resourceSpans"))) {
      Map<String, @Nullable Object> one = JsonTree.object(ofResource);
      Resource resource = resource(one);
      for (Object ofScope : JsonTree.list(one.get("scopeSpans"))) {
        scope(resource, JsonTree.object(ofScope), spans, refused);
      }
    }
  }

  private static void scope(
      Resource resource,
      Map<String, @Nullable Object> ofScope,
      List<SpanData> spans,
      Consumer<String> refused)
      throws Refused {
    InstrumentationScopeInfo scope = scope(ofScope);
    for (Object span : JsonTree.list(ofScope.get("spans"))) {
      try {
        spans.add(CarriedColumns.taken(OtlpSpan.of(JsonTree.object(span), resource, scope)));
      } catch (Refused e) {
        refused.accept(e.getMessage());
      }
    }
  }

  private static Resource resource(Map<String, @Nullable Object> ofResource) throws Refused {
    return Resource.create(
        OtlpValues.attributes(JsonTree.object(ofResource.get("resource")).get("attributes")),
        orNull(ofResource.get("schemaUrl")));
  }

  private static InstrumentationScopeInfo scope(Map<String, @Nullable Object> ofScope)
      throws Refused {
    Map<String, @Nullable Object> scope = JsonTree.object(ofScope.get("scope"));
    InstrumentationScopeInfoBuilder info =
        InstrumentationScopeInfo.builder(JsonTree.text(scope.get("name")))
            .setAttributes(OtlpValues.attributes(scope.get("attributes")));
    String version = orNull(scope.get("version"));
    String schemaUrl = orNull(ofScope.get("schemaUrl"));
    if (version != null) {
      info.setVersion(version);
    }
    return schemaUrl == null ? info.build() : info.setSchemaUrl(schemaUrl).build();
  }

  private static @Nullable String orNull(@Nullable Object text) {
    String value = JsonTree.text(text);
    return value.isEmpty() ? null : value;
  }
}
