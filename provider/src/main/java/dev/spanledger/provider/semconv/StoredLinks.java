// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.LinkData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Links, read from JSON.
 *
 * @param cut how many were left out, because there was too much of them
 */
record StoredLinks(List<LinkData> links, long cut) {
  static StoredLinks of(@Nullable String json, TypeNotes types) {
    List<LinkData> links = new ArrayList<>();
    long cut = 0;
    for (Object tree : StoredJson.array(StoredJson.parseOurs(json))) {
      Map<String, @Nullable Object> link = StoredJson.object(tree);
      if (link.containsKey(AttributeJson.CUT)) {
        cut += StoredJson.number(link.get(AttributeJson.CUT));
      } else {
        links.add(link(link, types, links.size()));
      }
    }
    return new StoredLinks(List.copyOf(links), cut);
  }

  private static LinkData link(Map<String, @Nullable Object> link, TypeNotes types, int index) {
    StoredAttributes stored =
        new StoredAttributes(types, index)
            .exact(link.get(Source.EXACT))
            .add(StoredJson.object(link.get("attributes")));
    Attributes attributes = stored.build();
    long dropped = StoredJson.number(link.get("dropped_attributes")) + stored.cut();
    return LinkData.create(context(link), attributes, (int) (attributes.size() + dropped));
  }

  private static SpanContext context(Map<String, @Nullable Object> link) {
    return StoredContext.of(
        String.valueOf(link.get("trace_id")),
        String.valueOf(link.get("span_id")),
        StoredJson.number(link.get("flags")),
        (String) link.get("trace_state"));
  }
}
