// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The events of a live feed, as a browser's EventSource reads them. JSON has no line ends. */
final class LiveEvents {
  private LiveEvents() {}

  static byte[] init(String cursor, List<LiveNews.Item> running) {
    return event(
        "init",
        cursor,
        "{\"now\":%d,\"cursor\":\"%s\",\"running\":[%s]}"
            .formatted(Instant.now().toEpochMilli(), cursor, joined(running)));
  }

  static byte[] spans(String cursor, LiveNews news) {
    return event(
        "spans",
        cursor,
        "{\"spans\":[" + joined(news.spans()) + "],\"traces\":[" + joined(news.traces()) + "]}");
  }

  /** The listener has missed something, and must load again. */
  static byte[] reset(String cursor) {
    return event("reset", cursor, "{}");
  }

  static byte[] keepAlive() {
    return bytes(": still here\n\n");
  }

  private static byte[] event(String name, String id, String data) {
    return bytes("event: " + name + "\nid: " + id + "\ndata: " + data + "\n\n");
  }

  private static String joined(List<LiveNews.Item> items) {
    return items.stream().map(LiveNews.Item::json).collect(Collectors.joining(","));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
