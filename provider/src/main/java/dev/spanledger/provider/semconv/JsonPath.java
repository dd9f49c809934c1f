// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A member of the JSON that an attribute holds. */
record JsonPath(String key, List<String> members) {
  JsonPath(String key, String dotted) {
    this(key, List.of(dotted.split("\\.", -1)));
  }

  @Nullable Object of(SpanView span) {
    Object value = span instanceof SpanFacts facts ? facts.tree(key) : null;
    for (String member : members) {
      value = value instanceof Map<?, ?> object ? object.get(member) : null;
    }
    return value;
  }
}
