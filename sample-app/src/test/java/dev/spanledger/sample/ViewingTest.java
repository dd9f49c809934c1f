// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.BufferedReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

class ViewingTest {
  @EachDatabase
  void theAddressThatIsPrintedShowsThePage(TestDatabase database) throws Exception {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    PipedReader printed = new PipedReader();
    PrintWriter out = new PrintWriter(new PipedWriter(printed), true);
    Thread viewing = new Thread(() -> Viewing.untilInterrupted(schema.reader(), "the traces", out));
    viewing.start();
    try (BufferedReader lines = new BufferedReader(printed)) {
      assertThat(lines.readLine()).contains("Ctrl-C");
      String address = lines.readLine().strip();
      HttpClient browser =
          HttpClient.newBuilder()
              .cookieHandler(new CookieManager())
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
      HttpResponse<String> page =
          browser.send(
              HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("<title>Spanledger");
    } finally {
      viewing.interrupt();
      viewing.join();
    }
  }
}
