// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanledger.cli.Example;
import dev.spanledger.cli.Ledger;
import dev.spanledger.cli.Ledgers;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;

/** Tools whose database does not answer. */
@Timeout(120)
class SlowToolsTest {
  private static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}";

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aToolIsGivenUpAndSaysSo(TestDatabase database) throws Exception {
    Example.store(database);
    Ledger ledger = Ledgers.reading(database);
    McpEndpoint endpoint = new McpEndpoint(() -> ledger, Clock.systemUTC(), Duration.ofMillis(300));
    List<String> calls =
        List.of(
            CALL.formatted("list_traces", "{}"),
            CALL.formatted("get_trace", "{\"trace\":\"last\"}"),
            CALL.formatted("search", "{\"pattern\":\"x\"}"));
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE agent_traces IN ACCESS EXCLUSIVE MODE");
      for (String call : calls) {
        JsonNode result = result(endpoint, call);
        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.path("content").get(0).path("text").asText())
            .contains("longer than it may: ask for less", "\"code\":\"timeout\"");
      }
      connection.rollback();
    }
    assertThat(result(endpoint, calls.get(0)).path("isError").asBoolean()).isFalse();
  }

  private static JsonNode result(McpEndpoint endpoint, String call) throws Exception {
    return new ObjectMapper().readTree(endpoint.answer(call).orElseThrow()).path("result");
  }
}
