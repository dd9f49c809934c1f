// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protocol as a client sees it that knows nothing but HTTP. */
class ModelServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCRIPT =
      """
      [
        { "when": "weather", "steps": [
            { "call": [
                { "tool": "look", "arguments": { "where": "out of the window, to the left" } },
                { "tool": "ask", "arguments": {} } ] },
            { "say": "It is {look/sky}." } ] },
        { "when": "hurry", "steps": [ { "fail": [ 429, 500 ], "say": "At last." } ] },
        { "when": "broken", "steps": [ { "fail": [ 429, 500 ] } ] }
      ]
      """;
  private static final String TOOLS =
      """
      [ { "type": "function", "function": { "name": "look" } },
        { "type": "function", "function": { "name": "ask" } } ]""";

  private final HttpClient client = HttpClient.newHttpClient();
  private ModelServer server;

  @BeforeEach
  void start() throws IOException {
    byte[] script = SCRIPT.getBytes(StandardCharsets.UTF_8);
    server = ModelServer.start(ModelScript.read(new ByteArrayInputStream(script)), Latency.none());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aCompletionHasTheShapeOfTheRealOne() throws Exception {
    HttpResponse<String> response = post(request("Hello", ""));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode completion = JSON.readTree(response.body());
    assertThat(completion.path("object").asText()).isEqualTo("chat.completion");
    assertThat(completion.path("id").asText()).startsWith("chatcmpl-");
    assertThat(completion.path("created").asLong()).isPositive();
    assertThat(completion.path("model").asText()).isEqualTo("gpt-4o-mini-2024-07-18");
    JsonNode choice = completion.path("choices").path(0);
    assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
    assertThat(choice.path("message").path("role").asText()).isEqualTo("assistant");
    assertThat(choice.path("message").path("content").asText()).startsWith("I can help");
  }

  @Test
  void toolsAreCalledTogetherAndTheirResultsGoIntoTheAnswer() throws Exception {
    JsonNode calling = choice(post(request("How is the weather?", ", \"tools\": " + TOOLS)));

    assertThat(calling.path("finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(calling.path("message").path("content").isNull()).isTrue();
    JsonNode calls = calling.path("message").path("tool_calls");
    assertThat(calls).hasSize(2);
    assertThat(calls.path(0).path("function").path("name").asText()).isEqualTo("look");
    assertThat(calls.path(0).path("id")).isNotEqualTo(calls.path(1).path("id"));

    JsonNode answering = choice(post(afterTools(calling.path("message"))));
    assertThat(answering.path("message").path("content").asText()).isEqualTo("It is blue.");
  }

  @Test
  void toolsThatAreNotOfferedAreNotCalled() throws Exception {
    JsonNode choice = choice(post(request("How is the weather?", "")));

    assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void aStreamOfWordsEndsWithUsageAndDone() throws Exception {
    String extra = ", \"stream\": true, \"stream_options\": { \"include_usage\": true }";
    List<String> events = events(post(request("Hello", extra)));

    assertThat(events).last().isEqualTo("[DONE]");
    List<JsonNode> chunks = chunks(events);
    assertThat(chunks).allMatch(c -> c.path("object").asText().equals("chat.completion.chunk"));
    assertThat(chunks.get(0).path("choices").path(0).path("delta").path("role").asText())
        .isEqualTo("assistant");
    assertThat(joined(chunks, "/choices/0/delta/content")).startsWith("I can help with orders,");
    JsonNode last = chunks.get(chunks.size() - 1);
    assertThat(last.path("choices")).isEmpty();
    assertThat(last.path("usage").path("completion_tokens").asInt()).isPositive();
    assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asText())
        .isEqualTo("stop");
  }

  @Test
  void aStreamHasNoUsageUnlessAskedFor() throws Exception {
    List<JsonNode> chunks = chunks(events(post(request("Hello", ", \"stream\": true"))));

    assertThat(chunks).noneMatch(chunk -> chunk.has("usage"));
    assertThat(chunks).noneMatch(chunk -> chunk.path("choices").isEmpty());
  }

  @Test
  void aStreamDeliversToolCallsInPieces() throws Exception {
    String extra = ", \"stream\": true, \"tools\": " + TOOLS;
    List<JsonNode> chunks = chunks(events(post(request("How is the weather?", extra))));

    List<JsonNode> pieces =
        chunks.stream().map(c -> c.at("/choices/0/delta/tool_calls/0")).toList();
    assertThat(pieces.stream().filter(piece -> piece.has("id"))).hasSize(2);
    StringBuilder arguments = new StringBuilder();
    pieces.stream()
        .filter(piece -> piece.path("index").asInt(-1) == 0)
        .forEach(piece -> arguments.append(piece.at("/function/arguments").asText()));
    assertThat(JSON.readTree(arguments.toString()).path("where").asText()).startsWith("out of");
    assertThat(chunks.get(chunks.size() - 1).at("/choices/0/finish_reason").asText())
        .isEqualTo("tool_calls");
  }

  @Test
  void promptTokensFollowTheRequestAndRepeatedPrefixesAreCached() throws Exception {
    String text = "word ".repeat(1200);
    JsonNode first = usage(post(request(text, "")));
    JsonNode again = usage(post(request(text + "and more", "")));

    assertThat(first.path("prompt_tokens").asInt()).isBetween(6000 / 4, 6000 / 4 + 40);
    assertThat(first.at("/prompt_tokens_details/cached_tokens").asInt()).isZero();
    assertThat(again.at("/prompt_tokens_details/cached_tokens").asInt())
        .isBetween(1024, again.path("prompt_tokens").asInt())
        .matches(tokens -> tokens % 128 == 0);
    assertThat(again.path("total_tokens").asInt())
        .isEqualTo(again.path("prompt_tokens").asInt() + again.path("completion_tokens").asInt());
  }

  @Test
  void retriesMeetTheNextScriptedStatusUntilTheyAreAnswered() throws Exception {
    HttpResponse<String> first = post(request("Please hurry", ""));

    assertThat(first.statusCode()).isEqualTo(429);
    assertThat(first.headers().firstValue("Retry-After")).contains("1");
    assertThat(error(first).path("code").asText()).isEqualTo("rate_limit_exceeded");
    assertThat(post(request("Please hurry", "")).statusCode()).isEqualTo(500);
    assertThat(post(request("Please hurry", "")).statusCode()).isEqualTo(200);
  }

  @Test
  void aScriptWithoutAnAnswerFailsForEver() throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      statuses.add(post(request("It is broken", "")).statusCode());
    }
    assertThat(statuses).containsExactly(429, 500, 429, 500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                                              | 400 |
          []                                                             | 400 |
          {"messages":[{"role":"user","content":"x"}]}                   | 400 | model
          {"model":"gpt-4o"}                                             | 400 | messages
          {"model":"gpt-4o","messages":[]}                               | 400 | messages
          {"model":"gpt-4o","messages":[{"role":"king","content":"x"}]}  | 400 | messages.[0].role
          {"model":"gpt-4o","messages":[{"role":"user"}]}                | 400 | messages.[0].content
          {"model":"gpt-4o","messages":[{"role":"tool","tool_call_id":"c","content":"x"}]} | 400 | messages.[0].role
          {"model":"gpt-4o","messages":[{"role":"assistant","tool_calls":[{"id":"c"}]}]}   | 400 | messages
          {"model":"gpt-4o","messages":[{"role":"user","content":"x"}],"stream_options":{}} | 400 | stream_options
          {"model":"pythia","messages":[{"role":"user","content":"x"}]}  | 404 |
          """)
  void badRequestsAreRefusedWithTheirReason(String body, int status, String param)
      throws Exception {
    HttpResponse<String> response = post(body);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(error(response).path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error(response).path("message").asText()).isNotBlank();
    assertThat(error(response).path("param").asText(null)).isEqualTo(param);
  }

  @Test
  void aRequestWithoutAKeyIsUnauthorized() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.baseUrl() + "/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(request("Hello", "")))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(error(response).path("code").asText()).isEqualTo("invalid_api_key");
  }

  @Test
  void otherAddressesAreUnknown() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/models")).build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(error(response).path("code").asText()).isEqualTo("unknown_url");
  }

  private HttpResponse<String> post(String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.baseUrl() + "/chat/completions"))
            .header("Authorization", "Bearer any")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String request(String user, String extra) {
    return """
        { "model": "gpt-4o-mini", "messages": [ { "role": "user", "content": "%s" } ]%s }"""
        .formatted(user, extra);
  }

  private static String afterTools(JsonNode assistantMessage) {
    return """
        { "model": "gpt-4o-mini", "tools": %s, "messages": [
            { "role": "user", "content": [ { "type": "text", "text": "How is the weather?" } ] },
            %s,
            { "role": "tool", "tool_call_id": "%s", "content": "{\\"sky\\": \\"blue\\"}" },
            { "role": "tool", "tool_call_id": "%s", "content": "no idea" } ] }"""
        .formatted(
            TOOLS,
            assistantMessage,
            assistantMessage.at("/tool_calls/0/id").asText(),
            assistantMessage.at("/tool_calls/1/id").asText());
  }

  private static JsonNode choice(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body()).path("choices").path(0);
  }

  private static JsonNode usage(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body()).path("usage");
  }

  private static JsonNode error(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body()).path("error");
  }

  private static List<String> events(HttpResponse<String> response) {
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    return response
        .body()
        .lines()
        .filter(line -> !line.isEmpty())
        .map(line -> line.substring("data: ".length()))
        .toList();
  }

  private static List<JsonNode> chunks(List<String> events) throws IOException {
    List<JsonNode> chunks = new ArrayList<>();
    for (String event : events.subList(0, events.size() - 1)) {
      chunks.add(JSON.readTree(event));
    }
    return chunks;
  }

  private static String joined(List<JsonNode> chunks, String pointer) {
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append(chunk.at(pointer).asText("")));
    return text.toString();
  }
}
