// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who takes long, or goes away, holds up nobody else. */
class SlowClientsTest {
  private static final ResponseHeaders OK = ResponseHeaders.of(HttpStatus.OK);

  @EachDatabase(DatabaseKind.SQLITE)
  void answersQuestionsWhileDownloadsGoOn(TestDatabase database) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Download slow =
        new Download(
            "text/plain",
            "txt",
            (traceId, out) -> {
              await(end);
              out.write(traceId.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            });
    try (Viewed viewed = Viewed.of(database, viewer -> viewer.concurrency(2).download("s", slow))) {
      viewed.mother.weatherRun();
      String traceId = viewed.stored().get("/api/traces").at("/traces/0/id").asText();
      var download = viewed.request("/api/traces/" + traceId + "/export/s").build();
      List<CompletableFuture<java.net.http.HttpResponse<String>>> downloads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        var body = java.net.http.HttpResponse.BodyHandlers.ofString();
        downloads.add(viewed.client().sendAsync(download, body));
      }
      assertThat(viewed.get("/api/traces").get("traces")).hasSize(1);
      end.countDown();
      for (var each : downloads) {
        assertThat(each.join().body()).isEqualTo(traceId);
      }
    }
  }

  @Test
  void cutsOffWhoeverTakesNothing() {
    HttpResponseWriter unread = HttpResponse.streaming();
    ResponseStream out = new ResponseStream(unread, OK, Duration.ofMillis(1));
    assertThatThrownBy(() -> out.write(new byte[1_000_000]))
        .isInstanceOf(IOException.class)
        .hasMessage("the client takes no more");
  }

  @Test
  void asksNothingForWhoeverIsGone() throws Exception {
    try (Workers one = new Workers("test", 1)) {
      Answers answers = new Answers(one, Duration.ofSeconds(5));
      CountDownLatch end = new CountDownLatch(1);
      HttpResponse first = answers.stream(OK, out -> await(end));
      AtomicBoolean asked = new AtomicBoolean();
      HttpResponse second = answers.stream(OK, out -> asked.set(true));
      second.abort();
      end.countDown();
      HttpResponse third = answers.stream(OK, out -> out.write('a'));
      assertThat(third.aggregate().join().contentUtf8()).isEqualTo("a");
      assertThat(asked).isFalse();
      first.abort();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
