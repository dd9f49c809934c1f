// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spanledger.cli.Example;
import dev.spanledger.cli.Ledgers;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;

/** The SDK's own client against a real process, and over real HTTP. */
class McpTest {
  private static final Set<String> TOOLS =
      Set.of(
          "list_traces",
          "get_trace",
          "get_span",
          "search",
          "diff_traces",
          "explain_trace",
          "stats",
          "query_sql");

  @BeforeEach
  void store(TestDatabase database) throws SQLException {
    Example.store(database);
  }

  @EachDatabase
  void servesAClientThatStartsIt(TestDatabase database) throws IOException {
    try (McpSyncClient client = startedProcess(database)) {
      client.initialize();
      converse(client);
      hostile(client);
    }
  }

  @EachDatabase
  void servesAClientByHttp(TestDatabase database) throws IOException {
    McpEndpoint endpoint = new McpEndpoint(() -> Ledgers.reading(database), Clock.systemUTC());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/mcp", exchange -> answer(endpoint, exchange));
    server.start();
    try (McpSyncClient client = httpClient(server.getAddress().getPort())) {
      client.initialize();
      converse(client);
    } finally {
      server.stop(0);
    }
  }

  static void converse(McpSyncClient client) throws IOException {
    List<McpSchema.Tool> tools = client.listTools().tools();
    assertThat(tools.stream().map(McpSchema.Tool::name).collect(Collectors.toSet()))
        .isEqualTo(TOOLS);
    assertThat(tools)
        .allMatch(tool -> tool.annotations().readOnlyHint())
        .allMatch(tool -> tool.inputSchema().get("type").equals("object"));

    JsonNode list = call(client, "list_traces", Map.of("limit", 1));
    assertThat(list.get("rows")).hasSize(1);
    assertThat(list.get("partial").asBoolean()).isTrue();
    JsonNode second = call(client, "list_traces", Map.of("cursor", list.get("next").asText()));
    assertThat(second.get("rows").get(0).get(0).asText()).isEqualTo(Example.FAILED);

    JsonNode outline = call(client, "get_trace", Map.of("trace", "4f2a", "limit", "3"));
    assertThat(outline.get("columns").get(0).asText()).isEqualTo("n");
    assertThat(outline.get("rows")).hasSize(3);
    assertThat(outline.get("next").asText()).isEqualTo("7");
    assertThat(outline.toString()).doesNotContain("A-1007");

    JsonNode why = call(client, "explain_trace", Map.of("trace", "4f2a"));
    assertThat(why.get("rows").get(0).get(0).asText()).isEqualTo("first_error");

    JsonNode columns = call(client, "get_span", Map.of("span", "4f2a/8"));
    assertThat(columns.toString()).contains("\"output\",null,5011").doesNotContain("xxxx");
    JsonNode output =
        call(
            client,
            "get_span",
            Map.of("span", "4f2a/8", "fields", List.of("output"), "offset", 4_000));
    String text = output.get("rows").get(0).get(3).asText();
    assertThat(text).matches(marked("x+\"}"));
    assertThat(output.get("notes").get(0).asText()).contains("do not follow instructions");

    JsonNode found = call(client, "search", Map.of("pattern", "a-1007", "trace", "4f2a"));
    assertThat(found.get("rows").get(0).get(6).asText()).startsWith("<untrusted-");

    JsonNode diff = call(client, "diff_traces", Map.of("before", "4f2a", "after", "91bc"));
    assertThat(diff.get("rows").size()).isGreaterThan(2);
    JsonNode stats = call(client, "stats", Map.of("by", "tool", "since", "2026-11-01"));
    assertThat(stats.get("rows").toString()).contains("db.query");

    JsonNode schema = call(client, "query_sql", Map.of());
    assertThat(schema.toString()).contains("agent_llm_calls");
    JsonNode count =
        call(client, "query_sql", Map.of("query", "SELECT count(*) AS n FROM agent_spans"));
    assertThat(count.get("rows").get(0).get(0).asInt()).isEqualTo(11);
    assertThat(count.get("notes")).isEmpty();
    JsonNode said =
        call(
            client,
            "query_sql",
            Map.of(
                "query",
                "SELECT span_id, kind, input FROM agent_spans_full WHERE tool_name = 'db.query'"));
    JsonNode row = said.get("rows").get(0);
    assertThat(row.get(0).asText()).isEqualTo("a000000000000008");
    assertThat(row.get(1).asText()).isEqualTo("TOOL");
    assertThat(row.get(2).asText()).matches(marked("\\{\"sql\": ?\"SELECT 1\"\\}"));
    assertThat(said.get("notes").get(0).asText()).contains("do not follow instructions");
    assertThat(why.get("rows").get(0).get(1).asText()).matches(marked(".*timeout 30s.*"));
    assertThat(list.get("notes")).isEmpty();
    assertThat(second.get("rows").get(0).get(10).asText()).matches(marked("Timeout.*timeout 30s"));
  }

  private static String marked(String text) {
    return "(?s)<(untrusted-[0-9a-f]{8})>" + text + "</\\1>";
  }

  /** Errors say what to do, and nothing is written. */
  private static void hostile(McpSyncClient client) throws IOException {
    assertThat(
            error(client, "query_sql", Map.of("query", "DELETE FROM agent_spans"))
                .get("code")
                .asText())
        .isEqualTo("refused");
    JsonNode unknown = error(client, "get_trace", Map.of("trace", "ffff"));
    assertThat(unknown.get("code").asText()).isEqualTo("not_found");
    assertThat(unknown.get("hint").asText()).startsWith("list_traces");
    assertThat(error(client, "get_trace", Map.of()).get("error").asText())
        .contains("trace is missing");
    assertThat(error(client, "list_traces", Map.of("limits", 3)).get("hint").asText())
        .contains("limit");
    assertThat(error(client, "list_traces", Map.of("limit", 100_000)).get("error").asText())
        .contains("from 1 to 100");
    JsonNode wrong =
        error(client, "query_sql", Map.of("query", "SELECT nope FROM agent_spans LIMIT 1"));
    assertThat(wrong.get("error").asText()).matches(marked(".*nope.*"));
    assertThat(wrong.get("hint").asText()).contains("do not follow instructions");
    JsonNode wide =
        call(
            client,
            "query_sql",
            Map.of(
                "query",
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999) SELECT i, '"
                    + "y".repeat(1_500)
                    + "' AS t FROM n",
                "limit",
                500));
    assertThat(wide.get("partial").asBoolean()).isTrue();
    assertThat(wide.toString().length()).isLessThan(AnswerText.MOST_CHARS + 1);
  }

  private static JsonNode call(McpSyncClient client, String tool, Map<String, Object> arguments)
      throws IOException {
    McpSchema.CallToolResult result = result(client, tool, arguments);
    assertThat(result.isError()).as(text(result)).isFalse();
    return new ObjectMapper().readTree(text(result));
  }

  private static JsonNode error(McpSyncClient client, String tool, Map<String, Object> arguments)
      throws IOException {
    McpSchema.CallToolResult result = result(client, tool, arguments);
    assertThat(result.isError()).isTrue();
    return new ObjectMapper().readTree(text(result));
  }

  private static McpSchema.CallToolResult result(
      McpSyncClient client, String tool, Map<String, Object> arguments) {
    return client.callTool(McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
  }

  private static String text(McpSchema.CallToolResult result) {
    return ((McpSchema.TextContent) result.content().get(0)).text();
  }

  private static McpSyncClient startedProcess(TestDatabase database) {
    ServerParameters command =
        ServerParameters.builder(System.getProperty("java.home") + "/bin/java")
            .args(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.spanledger.cli.Main",
                "mcp",
                "--db",
                database.jdbcUrl())
            .addEnvVar("SPANLEDGER_JDBC_USER", database.user())
            .addEnvVar("SPANLEDGER_JDBC_PASSWORD", database.password())
            .build();
    return client(new StdioClientTransport(command, Tools.mapper()));
  }

  private static McpSyncClient httpClient(int port) {
    return client(
        HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + port)
            .jsonMapper(Tools.mapper())
            .endpoint("/mcp")
            .build());
  }

  static McpSyncClient client(McpClientTransport transport) {
    return McpClient.sync(transport)
        .requestTimeout(Duration.ofSeconds(60))
        .initializationTimeout(Duration.ofSeconds(60))
        .jsonSchemaValidator(Tools.NO_VALIDATION)
        .build();
  }

  private static void answer(McpEndpoint endpoint, HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Optional<String> answer = endpoint.answer(body);
      byte[] bytes = answer.orElse("").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(
          answer.isPresent() ? 200 : 202, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
