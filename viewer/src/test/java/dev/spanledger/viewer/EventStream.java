// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events, as a browser does. For one thread, which waits half a minute. */
final class EventStream implements AutoCloseable {
  private final HttpURLConnection connection;
  private final InputStream in;
  private final BufferedReader lines;
  private String event = "";
  private String id = "";

  private EventStream(HttpURLConnection connection) throws IOException {
    this.connection = connection;
    in = connection.getInputStream();
    lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  static EventStream open(Viewed viewed, String path, @Nullable String lastEventId)
      throws IOException {
    URI uri = URI.create(viewed.viewer.address().replaceAll("/$", "") + path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setReadTimeout(30_000);
    connection.setRequestProperty("Authorization", "Bearer " + viewed.viewer.token());
    connection.setRequestProperty("Accept-Encoding", "gzip");
    if (lastEventId != null) {
      connection.setRequestProperty("Last-Event-ID", lastEventId);
    }
    assertThat(connection.getContentType()).startsWith("text/event-stream");
    assertThat(connection.getContentEncoding()).isNull();
    return new EventStream(connection);
  }

  /** The data of the next event, which must be of that name. */
  JsonNode next(String name) throws IOException {
    JsonNode data = next();
    assertThat(event).isEqualTo(name);
    return data;
  }

  JsonNode next() throws IOException {
    String data = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty() && !data.isEmpty()) {
        return Viewed.JSON.readTree(data);
      }
      String value = line.substring(line.indexOf(':') + 1).strip();
      switch (line.split(":", 2)[0]) {
        case "event" -> event = value;
        case "id" -> id = value;
        case "data" -> data = value;
        default -> {} // A comment, which keeps the connection alive, or the end of an event.
      }
    }
    throw new IOException("the stream has ended");
  }

  /** The first event that is meant; those before it are passed over. */
  JsonNode until(Predicate<JsonNode> meant) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    JsonNode data = next();
    while (!meant.test(data)) {
      assertThat(System.nanoTime()).as("waiting since 30 s").isLessThan(deadline);
      data = next();
    }
    return data;
  }

  /** The name of the last event. */
  String event() {
    return event;
  }

  /** The id of the last event that had one. */
  String id() {
    return id;
  }

  /** Cuts the connection, whatever is still to come. */
  @Override
  public void close() {
    connection.disconnect();
  }
}
