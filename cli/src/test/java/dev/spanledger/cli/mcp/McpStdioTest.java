// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanledger.cli.Trouble;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may write by mistake. */
@Timeout(60)
class McpStdioTest {
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}";
  private static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"tools/call\",\"params\":{\"name\":\"list_traces\",\"arguments\":{}}}";

  /** The next request is answered, and the end of the input is the end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
        "not json",
        "null",
        "7",
        "{}",
        "{\"jsonrpc\":\"2.0\",\"id\":{\"a\":1},\"method\":3}"
      })
  void aLineThatIsNoMessageIsAnsweredAndTheNextOneToo(String line) throws IOException {
    List<JsonNode> answers = said(line, PING);
    assertThat(answers).hasSize(2);
    assertThat(answers.get(0).path("error").path("code").asInt()).isNegative();
    assertThat(answers.get(1).path("id").asInt()).isEqualTo(7);
    assertThat(answers.get(1).has("result")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \t\r",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/of/tomorrow\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"
      })
  void whatNeedsNoAnswerGetsNone(String line) throws IOException {
    assertThat(said(line, PING)).extracting(answer -> answer.path("id").asInt()).containsExactly(7);
  }

  @Test
  void aMethodThatThereIsNotIsSaid() throws IOException {
    List<JsonNode> answers = said(PING.replace("ping", "pong"));
    assertThat(answers.get(0).path("id").asInt()).isEqualTo(7);
    assertThat(answers.get(0).path("error").path("code").asInt()).isEqualTo(-32_601);
  }

  /** What a tool of a bad day throws. */
  @Test
  void aCallThatFailsIsAnsweredWhateverItThrows() throws IOException {
    for (Throwable failure :
        List.of(
            new Trouble(Trouble.Code.DATABASE, "away", null),
            new StackOverflowError(),
            new NoClassDefFoundError("x/Y"))) {
      JsonNode answer = said(failure, CALL).get(0);
      assertThat(answer.path("id").asInt()).isEqualTo(8);
      assertThat(answer.path("result").path("isError").asBoolean()).as("%s", failure).isTrue();
    }
  }

  private static List<JsonNode> said(String... lines) throws IOException {
    return said(new Trouble(Trouble.Code.DATABASE, "there is none", null), lines);
  }

  private static List<JsonNode> said(Throwable failure, String... lines) throws IOException {
    String input = String.join("\n", lines) + "\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    McpStdio.serve(
        () -> {
          throw thrown(failure);
        },
        Clock.systemUTC(),
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        out);
    List<JsonNode> answers = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      answers.add(new ObjectMapper().readTree(line));
    }
    return answers;
  }

  private static RuntimeException thrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }
}
