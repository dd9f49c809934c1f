// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.spans.AgentRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** A listener that reads nothing while spans pour in, at a real server. */
class SlowListenerTest {
  private static final int SPANS = 20_000;
  private static final int BATCH = 2_000;

  /** What a kernel holds for a socket that is not read (4 MiB by Linux' default), and an event. */
  private static final int MOST_BYTES = 8_000_000;

  private static final String LONG_NAME = "x".repeat(600);
  private static final Pattern ID = Pattern.compile("\nid: (\\S+)\n");
  private static final Pattern SPAN = Pattern.compile("\"name\":\"(\\d+) x");

  private final AtomicLong ahead = new AtomicLong();

  @EachDatabase
  void isCutOffHoldsNobodyUpAndMissesNothingWhenItComesBack(TestDatabase database)
      throws Exception {
    try (Viewed viewed = viewed(database);
        Socket slow = connect(viewed);
        EventStream other = EventStream.open(viewed, "/api/live", null)) {
      other.next("init");
      Set<String> written = new HashSet<>();
      Set<String> heard = new HashSet<>();
      while (written.size() < SPANS) {
        pour(viewed, written, BATCH);
        other.until(news -> take(news, heard) && heard.containsAll(written));
      }
      ahead.addAndGet(Duration.ofSeconds(31).toNanos());
      pour(viewed, written, 1);
      other.until(news -> take(news, heard) && heard.containsAll(written)); // A round has passed.
      String sent = drain(slow);
      assertThat(sent.length()).isLessThan(MOST_BYTES).isLessThan(SPANS * LONG_NAME.length());

      Set<String> known = namesIn(sent);
      try (EventStream again = EventStream.open(viewed, "/api/live", lastId(sent))) {
        again.until(news -> take(news, known) && known.containsAll(written));
        assertThat(again.event()).isEqualTo("spans");
      }
    }
  }

  private Viewed viewed(TestDatabase database) {
    Viewed viewed =
        Viewed.of(
            database,
            viewer -> {
              viewer.nanoTime = () -> System.nanoTime() + ahead.get();
              return viewer;
            });
    viewed.mother.clock().setTime(Instant.now());
    return viewed;
  }

  /** All of one trace, whose row is news once a round. */
  private static void pour(Viewed viewed, Set<String> written, int spans) {
    AgentRun run = viewed.mother.agent("busy");
    for (int i = 0; i < spans; i++) {
      String number = String.valueOf(written.size());
      written.add(number);
      viewed
          .mother
          .tracer()
          .spanBuilder(number + " " + LONG_NAME)
          .setParent(run.context())
          .startSpan()
          .end();
    }
    viewed.stored();
  }

  private static boolean take(JsonNode news, Set<String> heard) {
    news.get("spans").forEach(span -> heard.add(span.get("name").asText().split(" ", 2)[0]));
    return true;
  }

  /** Asks for the feed, and reads nothing. */
  private static Socket connect(Viewed viewed) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(30_000);
    int port = viewed.viewer.port();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String request =
        "GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(port, viewed.viewer.token());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  /** What was sent until the connection ended. */
  private static String drain(Socket socket) throws IOException {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(sent);
    } catch (SocketException reset) {
      // An end too.
    }
    return sent.toString(StandardCharsets.UTF_8);
  }

  private static Set<String> namesIn(String events) {
    Set<String> names = new HashSet<>();
    String whole = events.substring(0, events.lastIndexOf("\n\n"));
    SPAN.matcher(whole).results().forEach(name -> names.add(name.group(1)));
    return names;
  }

  /** Of the last event that is whole. */
  private static String lastId(String events) {
    String whole = events.substring(0, events.lastIndexOf("\n\n"));
    return ID.matcher(whole).results().reduce((first, next) -> next).orElseThrow().group(1);
  }
}
