// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.cli.Example;
import dev.spanledger.cli.Served;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** {@code spanledger serve}, asked by the SDK's client and by a browser's means. */
class ServedTest {
  @EachDatabase
  void servesTheViewerAndTheProtocolBehindOneToken(TestDatabase database) throws Exception {
    Example.store(database);
    try (Served served = Served.of(database)) {
      try (McpSyncClient client = client(served, served.token())) {
        client.initialize();
        McpTest.converse(client);
      }
      assertThat(post(served, "wrong")).isIn(401, 403);
      assertThat(post(served, served.token())).isEqualTo(200);
      assertThat(get(served, "api/traces")).contains(Example.FAILED);
      assertThat(get(served, "api/traces/" + Example.FAILED + "/export/otlp"))
          .contains("resourceSpans");
    }
  }

  @EachDatabase
  void servesNoProtocolWhereNobodyWantsIt(TestDatabase database) throws Exception {
    Example.store(database);
    try (Served served = Served.of(database, "--no-mcp")) {
      assertThat(post(served, served.token())).isEqualTo(404);
      assertThat(get(served, "api/traces")).contains(Example.FAILED);
    }
  }

  private static McpSyncClient client(Served served, String token) {
    return McpTest.client(
        HttpClientStreamableHttpTransport.builder(served.address())
            .jsonMapper(Tools.mapper())
            .endpoint("/mcp")
            .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
            .build());
  }

  private static int post(Served served, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(served.address() + "mcp"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private static String get(Served served, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(served.address() + path))
            .header("Authorization", "Bearer " + served.token())
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
