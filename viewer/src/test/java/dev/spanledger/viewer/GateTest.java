// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Who is let in, and who is not. */
class GateTest {

  @EachDatabase(DatabaseKind.SQLITE)
  void asksForTheToken(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      RawHttp raw = new RawHttp(viewed.viewer);
      for (String path : List.of("/api/meta", "/api/live", "/mcp", "/nothing")) {
        String method = path.equals("/mcp") ? "POST " : "GET ";
        String none = raw.send(method + path + " HTTP/1.1", raw.host());
        assertThat(none).as(path).startsWith("HTTP/1.1 401").contains("\"error\":\"forbidden\"");
        String wrong =
            raw.send(
                method + path + " HTTP/1.1", raw.host(), "Authorization: Bearer " + "x".repeat(32));
        assertThat(wrong).as(path).startsWith("HTTP/1.1 401");
      }
      assertThat(raw.send("GET /?token=" + "x".repeat(32) + " HTTP/1.1", raw.host()))
          .startsWith("HTTP/1.1 303")
          .doesNotContainIgnoringCase("set-cookie");
      assertThat(raw.send("GET /api/meta?token=" + viewed.viewer.token() + " HTTP/1.1", raw.host()))
          .startsWith("HTTP/1.1 401");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void showsThePageItselfToWhoeverFollowsALinkToIt(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      RawHttp raw = new RawHttp(viewed.viewer);
      String link =
          raw.send(
              "GET / HTTP/1.1",
              raw.host(),
              "Sec-Fetch-Site: cross-site",
              "Sec-Fetch-Mode: navigate");
      assertThat(link).startsWith("HTTP/1.1 200").contains("<title>Spanledger</title>");
      assertThat(
              raw.send(
                  "GET / HTTP/1.1",
                  raw.host(),
                  "Sec-Fetch-Site: cross-site",
                  "Sec-Fetch-Mode: no-cors"))
          .startsWith("HTTP/1.1 403");
      assertThat(raw.send("GET / HTTP/1.1", "Host: evil.example")).startsWith("HTTP/1.1 403");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void turnsTheTokenInTheAddressIntoACookie(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      RawHttp raw = new RawHttp(viewed.viewer);
      String token = viewed.viewer.token();
      assertThat(viewed.viewer.url()).endsWith("/?token=" + token);
      String admitted = raw.send("GET /?token=" + token + " HTTP/1.1", raw.host());
      assertThat(admitted).startsWith("HTTP/1.1 303").containsIgnoringCase("location: /\r\n");
      assertThat(header(admitted, "set-cookie"))
          .startsWith("spanledger-" + viewed.viewer.port() + "=")
          .doesNotContain(token)
          .containsIgnoringCase("; HttpOnly")
          .contains("; SameSite=Strict", "; Path=/api");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void takesTheCookieOfItsOwnPageAlone(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database, viewer -> viewer.mcp(message -> message))) {
      RawHttp raw = new RawHttp(viewed.viewer);
      String admitted = raw.send("GET /?token=" + viewed.viewer.token() + " HTTP/1.1", raw.host());
      String secret = header(admitted, "set-cookie").replaceAll("^[^=]*=|;.*$", "");
      String cookie = "Cookie: a=b; spanledger-" + viewed.viewer.port() + "=" + secret;
      String meta = "GET /api/meta HTTP/1.1";
      String own = "Sec-Fetch-Site: same-origin";
      assertThat(raw.send(meta, raw.host(), cookie, own)).startsWith("HTTP/1.1 200");
      assertThat(raw.send(meta, raw.host(), cookie)).startsWith("HTTP/1.1 401");
      assertThat(raw.send(meta, raw.host(), cookie, "Sec-Fetch-Site: none"))
          .startsWith("HTTP/1.1 401");
      for (String site : List.of("same-site", "cross-site")) {
        assertThat(raw.send(meta, raw.host(), cookie, "Sec-Fetch-Site: " + site))
            .startsWith("HTTP/1.1 403");
      }
      String referer = "Referer: http://127.0.0.1:";
      assertThat(raw.send(meta, raw.host(), cookie, referer + viewed.viewer.port() + "/"))
          .startsWith("HTTP/1.1 200");
      assertThat(raw.send(meta, raw.host(), cookie, referer + "1/")).startsWith("HTTP/1.1 401");
      assertThat(raw.send(meta, raw.host(), "Authorization: Bearer " + secret))
          .startsWith("HTTP/1.1 401");
      assertThat(raw.send("POST /mcp HTTP/1.1", raw.host(), cookie, own))
          .startsWith("HTTP/1.1 401");
      assertThat(raw.send(meta, raw.host(), "Cookie: spanledger-1=" + secret, own))
          .startsWith("HTTP/1.1 401");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void answersUnderItsOwnNamesAlone(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database, viewer -> viewer.allowHost("Traces.example"))) {
      RawHttp raw = new RawHttp(viewed.viewer);
      String bearer = "Authorization: Bearer " + viewed.viewer.token();
      for (String host : List.of("127.0.0.1", "localhost:80", "[::1]:1", "TRACES.example:443")) {
        assertThat(raw.send("GET /api/meta HTTP/1.1", "Host: " + host, bearer))
            .as(host)
            .startsWith("HTTP/1.1 200");
      }
      for (String host :
          List.of(
              "evil.example",
              "127.0.0.1.evil.example",
              "localhost.evil.example:80",
              "10.0.0.1",
              "[::2]")) {
        assertThat(raw.send("GET /api/meta HTTP/1.1", "Host: " + host, bearer))
            .as(host)
            .startsWith("HTTP/1.1 403");
      }
      assertThat(raw.send("GET /api/meta HTTP/1.1", bearer)).startsWith("HTTP/1.1 40");
      assertThat(raw.send("GET http://evil.example/api/meta HTTP/1.1", raw.host(), bearer))
          .doesNotStartWith("HTTP/1.1 200");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void knowsItsOwnAddressInCapitalsToo(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database, viewer -> viewer.host("::FFFF:127.0.0.1"))) {
      RawHttp raw = new RawHttp(viewed.viewer);
      String bearer = "Authorization: Bearer " + viewed.viewer.token();
      for (String host : List.of("[::ffff:127.0.0.1]:1", "[::FFFF:127.0.0.1]:1")) {
        assertThat(raw.send("GET /api/meta HTTP/1.1", "Host: " + host, bearer))
            .as(host)
            .startsWith("HTTP/1.1 200");
      }
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void takesTheSchemeInAnyCase(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      RawHttp raw = new RawHttp(viewed.viewer);
      for (String scheme : List.of("Bearer", "bearer", "BEARER")) {
        String header = "Authorization: " + scheme + " " + viewed.viewer.token();
        assertThat(raw.send("GET /api/meta HTTP/1.1", raw.host(), header))
            .as(scheme)
            .startsWith("HTTP/1.1 200");
      }
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void answersNoForeignPage(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      RawHttp raw = new RawHttp(viewed.viewer);
      String bearer = "Authorization: Bearer " + viewed.viewer.token();
      int port = viewed.viewer.port();
      String own = "Origin: http://127.0.0.1:" + port;
      assertThat(raw.send("GET /api/meta HTTP/1.1", raw.host(), bearer, own))
          .startsWith("HTTP/1.1 200")
          .doesNotContainIgnoringCase("access-control-allow");
      for (String origin :
          List.of("http://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1", "x y")) {
        assertThat(raw.send("GET /api/meta HTTP/1.1", raw.host(), bearer, "Origin: " + origin))
            .as(origin)
            .startsWith("HTTP/1.1 403");
      }
      assertThat(
              raw.send("GET /api/meta HTTP/1.1", raw.host(), bearer, "Sec-Fetch-Site: cross-site"))
          .startsWith("HTTP/1.1 403");
      assertThat(raw.send("OPTIONS /api/meta HTTP/1.1", raw.host(), bearer, own))
          .startsWith("HTTP/1.1 405")
          .doesNotContainIgnoringCase("access-control-allow");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void onlyReads(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      RawHttp raw = new RawHttp(viewed.viewer);
      String bearer = "Authorization: Bearer " + viewed.viewer.token();
      for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "TRACE")) {
        assertThat(
                raw.send(method + " /api/traces HTTP/1.1", raw.host(), bearer, "Content-Length: 0"))
            .as(method)
            .startsWith("HTTP/1.1 405");
      }
      String head = raw.send("HEAD /api/traces HTTP/1.1", raw.host(), bearer);
      assertThat(head).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void leadsToNoFile(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      RawHttp raw = new RawHttp(viewed.viewer);
      String bearer = "Authorization: Bearer " + viewed.viewer.token();
      for (String path :
          List.of(
              "/../../etc/passwd",
              "/%2e%2e/%2e%2e/etc/passwd",
              "/..%2f..%2fetc/passwd",
              "/page/files.txt",
              "/api/traces/../../../etc/passwd",
              "/api/traces/..%2f..%2fetc%2fpasswd/skeleton",
              "//etc/passwd",
              "/%00",
              "/api/traces/%0d%0aSet-Cookie:%20a=b/skeleton",
              "/api/session?id=%0d%0aX-Evil:%201")) {
        String answer = raw.send("GET " + path + " HTTP/1.1", raw.host(), bearer);
        assertThat(answer).as(path).startsWith("HTTP/1.1 4").doesNotContain("root:");
        assertThat(answer.substring(0, answer.indexOf("\r\n\r\n")))
            .as(path)
            .doesNotContainIgnoringCase("\r\nSet-Cookie")
            .doesNotContain("X-Evil");
      }
      String huge = "/api/traces?agent=" + "x".repeat(100_000);
      assertThat(raw.send("GET " + huge + " HTTP/1.1", raw.host(), bearer))
          .startsWith("HTTP/1.1 4");
      String header = "X-Much: " + "x".repeat(100_000);
      assertThat(raw.send("GET /api/meta HTTP/1.1", raw.host(), bearer, header))
          .startsWith("HTTP/1.1 4");
      assertThat(viewed.get("/api/meta")).isNotEmpty();
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void forbidsMuchToTheBrowser(TestDatabase database) throws Exception {
    try (Viewed viewed = Viewed.of(database)) {
      for (String path : List.of("/", "/api/meta", "/nothing")) {
        var headers = viewed.ask(path).headers();
        assertThat(headers.firstValue("content-security-policy"))
            .as(path)
            .hasValue(
                path.equals("/")
                    ? Page.served().policy()
                    : "default-src 'none'; frame-ancestors 'none'");
        assertThat(headers.firstValue("x-content-type-options")).as(path).hasValue("nosniff");
        assertThat(headers.firstValue("referrer-policy")).as(path).hasValue("same-origin");
        assertThat(headers.firstValue("server")).as(path).isEmpty();
        assertThat(headers.firstValue("cache-control"))
            .as(path)
            .hasValue(path.equals("/") ? "private, no-cache" : "no-store");
      }
      String etag = viewed.ask("/").headers().firstValue("etag").orElseThrow();
      HttpRequest again = viewed.request("/").header("If-None-Match", etag).build();
      assertThat(viewed.client().send(again, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(304);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void handsMessagesToTheServerThatIsMounted(TestDatabase database) throws Exception {
    Mcp echo = message -> message.contains("notify") ? null : "{\"echo\":" + message + "}";
    try (Viewed viewed = Viewed.of(database, viewer -> viewer.mcp(echo))) {
      JsonNode answer =
          Viewed.JSON.readTree(posted(viewed, "{\"a\":1}", "application/json").body());
      assertThat(answer.get("echo").get("a").asInt()).isEqualTo(1);
      assertThat(posted(viewed, "\"notify\"", "application/json; charset=utf-8").statusCode())
          .isEqualTo(202);
      assertThat(posted(viewed, "a=1", "application/x-www-form-urlencoded").statusCode())
          .isEqualTo(415);
      RawHttp raw = new RawHttp(viewed.viewer);
      String bearer = "Authorization: Bearer " + viewed.viewer.token();
      String json = "Content-Type: application/json";
      assertThat(
              raw.send("POST /mcp HTTP/1.1", raw.host(), bearer, json, "Content-Length: 5000000"))
          .startsWith("HTTP/1.1 413");
      assertThat(viewed.ask("/mcp").statusCode()).isEqualTo(405);
    }
  }

  private static HttpResponse<String> posted(Viewed viewed, String body, String type)
      throws Exception {
    HttpRequest request =
        viewed
            .request("/mcp")
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return viewed.client().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String header(String response, String name) {
    return response
        .lines()
        .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse("");
  }
}
