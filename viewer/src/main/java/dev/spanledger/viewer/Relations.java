// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which other spans a span has to do with.
 *
 * @param toolCalls what a model asked for: the ids of the calls, each with the span that answered
 *     it or null
 * @param calledBy the model call that asked for this tool; null where it is not known
 * @param callId under which it did
 * @param previous the model call before in the same conversation; null where there is none
 * @param newFrom the first message of the input that the one before had not; null where there is no
 *     input
 */
record Relations(
    Map<String, @Nullable String> toolCalls,
    @Nullable String calledBy,
    @Nullable String callId,
    @Nullable String previous,
    @Nullable Integer newFrom) {
  static final Relations NONE = new Relations(new LinkedHashMap<>(), null, null, null, null);

  /** Into an object that is begun. */
  void write(Json json) {
    if (!toolCalls.isEmpty()) {
      json.beginArray("toolCalls");
      toolCalls.forEach(
          (call, span) -> {
            json.begin().text("callId", call);
            (span == null ? json.nothing("spanId") : json.text("spanId", span)).end();
          });
      json.endArray();
    }
    if (calledBy != null) {
      json.begin("calledBy").text("spanId", calledBy).text("callId", callId).end();
    }
    json.text("previous", previous);
    json.number("newFrom", newFrom == null ? null : newFrom.longValue());
  }
}
