// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events, read from JSON.
 *
 * @param cut how many were left out, because there was too much of them
 */
record StoredEvents(List<EventData> events, long cut) {
  static StoredEvents of(@Nullable String json, TypeNotes types) {
    List<EventData> events = new ArrayList<>();
    long cut = 0;
    for (Object tree : StoredJson.array(StoredJson.parseOurs(json))) {
      Map<String, @Nullable Object> event = StoredJson.object(tree);
      if (event.containsKey(AttributeJson.CUT)) {
        cut += StoredJson.number(event.get(AttributeJson.CUT));
      } else {
        events.add(event(event, types, events.size()));
      }
    }
    return new StoredEvents(List.copyOf(events), cut);
  }

  private static EventData event(Map<String, @Nullable Object> event, TypeNotes types, int index) {
    StoredAttributes stored =
        new StoredAttributes(types, index)
            .exact(event.get(Source.EXACT))
            .add(StoredJson.object(event.get("attributes")));
    Attributes attributes = stored.build();
    long dropped = StoredJson.number(event.get("dropped_attributes")) + stored.cut();
    return EventData.create(
        StoredJson.number(event.get("time_unix_nano")),
        String.valueOf(event.get("name")),
        attributes,
        (int) (attributes.size() + dropped));
  }
}
