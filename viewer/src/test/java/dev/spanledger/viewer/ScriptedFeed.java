// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A live feed that a test speaks through. It replays what came after the last cursor. Thread-safe.
 */
final class ScriptedFeed {
  private final List<String> events = new ArrayList<>();
  private final List<OutputStream> listeners = new ArrayList<>();
  private final List<String> resumedFrom = new ArrayList<>();
  private Object running = List.of();
  private boolean refusing;

  /** The running spans that whoever comes without a cursor is told. */
  synchronized void running(Object spans) {
    running = spans;
  }

  /** Sends spans that ended or changed, and remembers them for who comes back. */
  synchronized void spans(Object spans, Object traces) {
    String data = SampleJson.text(SampleJson.object("spans", spans, "traces", traces));
    events.add(event("spans", events.size() + 1, data));
    send(events.get(events.size() - 1));
  }

  synchronized void reset() {
    send(event("reset", events.size(), "{}"));
  }

  /** Breaks all connections; new ones are let in. */
  synchronized void drop() {
    listeners.forEach(ScriptedFeed::close);
    listeners.clear();
  }

  /** While refusing, a connection is broken as soon as it is made. */
  synchronized void refuse(boolean refuse) {
    refusing = refuse;
  }

  /** The cursors with which listeners came back. */
  synchronized List<String> resumedFrom() {
    return List.copyOf(resumedFrom);
  }

  synchronized int listeners() {
    return listeners.size();
  }

  synchronized void open(HttpExchange exchange) throws IOException {
    if (refusing) {
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    listeners.add(out);
    String cursor = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    if (cursor == null) {
      Object init = SampleJson.object("now", System.currentTimeMillis(), "running", running);
      write(out, event("init", events.size(), SampleJson.text(init)));
    } else {
      resumedFrom.add(cursor);
      for (String missed : events.subList(Integer.parseInt(cursor), events.size())) {
        write(out, missed);
      }
    }
  }

  private void send(String event) {
    listeners.removeIf(
        out -> {
          try {
            write(out, event);
            return false;
          } catch (IOException gone) {
            return true;
          }
        });
  }

  private static String event(String name, int cursor, String data) {
    return "id: " + cursor + "\nevent: " + name + "\ndata: " + data + "\n\n";
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void close(OutputStream out) {
    try {
      out.close();
    } catch (IOException gone) {
      // It was closed by the other side.
    }
  }
}
