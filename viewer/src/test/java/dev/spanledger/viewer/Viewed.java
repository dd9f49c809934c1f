// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.spans.SpanMother;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Real traces in a database, and a viewer over it that is asked over HTTP. */
final class Viewed implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  final Spanledger ledger;
  final SpanMother mother;
  final ViewerServer viewer;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Viewed(Spanledger ledger, ViewerServer viewer) {
    this.ledger = ledger;
    this.viewer = viewer;
    this.mother = SpanMother.into(ledger.spanProcessor());
  }

  /** With a mother whose spans begin now: what is long past is not live. */
  static Viewed now(TestDatabase database) {
    Viewed viewed = of(database);
    viewed.mother.clock().setTime(Instant.now());
    return viewed;
  }

  static Viewed of(TestDatabase database) {
    return of(database, builder -> builder);
  }

  static Viewed of(TestDatabase database, UnaryOperator<ViewerServerBuilder> settings) {
    Spanledger ledger =
        Spanledger.builder(database.dataSource()).batchDelay(Duration.ofMillis(20)).build();
    ViewerServerBuilder builder = ViewerServer.builder(ledger.reader()).port(0);
    return new Viewed(ledger, settings.apply(builder).start());
  }

  /** Everything that has ended is stored. */
  Viewed stored() {
    assertThat(ledger.flush(Duration.ofSeconds(20))).isTrue();
    return this;
  }

  /** The answer to a path of the API, which must be one. */
  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = ask(path);
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(viewer.address().replaceAll("/$", "") + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + viewer.token());
  }

  HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    viewer.close();
    mother.close();
    ledger.close();
  }
}
