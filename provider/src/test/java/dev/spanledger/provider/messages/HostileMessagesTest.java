// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileMessagesTest {
  private static final int LEVELS = 10_000;
  private static final String INPUT = "gen_ai.input.messages";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "{\"a\":",
        "[{\"role\":\"user\",\"content\":",
        "{\"messages\":[",
        "{\"parts\":["
      })
  void endlessNestingNeitherThrowsNorOverflowsTheStack(String level) {
    String open = level.repeat(LEVELS);
    Conversation cut = Given.llm().attribute(INPUT, open).read();
    CanonicalShape.assertHolds(cut);
    assertThat(cut.input()).contains("\"truncated\":true");
    String closing =
        new StringBuilder(open)
            .reverse()
            .chars()
            .filter(c -> c == '[' || c == '{')
            .mapToObj(c -> c == '[' ? "]" : "}")
            .reduce("", (a, b) -> a.length() < 4 * LEVELS ? a + b : a);
    CanonicalShape.assertHolds(Given.llm().attribute(INPUT, open + "1" + closing).read());
  }

  @Test
  void deepArgumentsAreKeptAsText() {
    String deep = "[".repeat(200) + "]".repeat(200);
    String given =
        """
        [{"role":"assistant","parts":[{"type":"tool_call","id":"1","name":"f","arguments":%s}]}]"""
            .formatted(deep);
    Conversation read = Given.llm().attribute(INPUT, given).read();
    CanonicalShape.assertHolds(read);
    assertThat(read.input().replaceAll("[\\[\\]]", "")).contains("\"name\":\"f\"");
    assertThat(read.input().chars().filter(c -> c == '[').count())
        .as("no bracket is lost")
        .isEqualTo(given.chars().filter(c -> c == '[').count());
    assertThat(depth(read.input())).isLessThanOrEqualTo(64);
    assertThat(Given.llm().attribute(INPUT, read.input()).read().input()).isEqualTo(read.input());
  }

  private static int depth(String json) {
    int depth = 0;
    int deepest = 0;
    boolean string = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (string && c == '\\') {
        i++;
      } else if (c == '"') {
        string = !string;
      } else if (!string) {
        depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        deepest = Math.max(deepest, depth);
      }
    }
    return deepest;
  }

  @Test
  void tenMegabytesAreReadLikeTenBytes() {
    String text = "x".repeat(10_000_000);
    String canonical =
        "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"" + text + "\"}]}]";
    assertThat(Given.llm().attribute(INPUT, canonical).read().input()).isSameAs(canonical);
    String wire = "[{\"role\":\"user\",\"content\":\"" + text + "\"}]";
    assertThat(Given.llm().attribute(INPUT, wire).read().input()).isEqualTo(canonical);
    assertThat(Given.llm().attribute("gen_ai.prompt", text).read().input()).isEqualTo(canonical);
  }

  @Test
  void aComplexValueThatIsNestedTooDeeplyIsCut() {
    Value<?> value = Value.of("core");
    for (int i = 0; i < 500; i++) {
      value = Value.of(List.of(value));
    }
    CanonicalShape.assertHolds(Given.llm().attribute(INPUT, value).read());
    CanonicalShape.assertHolds(Given.llm().log("gen_ai.user.message", value).read());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "{}",
        "0",
        "true",
        "\"",
        "\"x",
        "[",
        "]",
        "{",
        "[]x",
        "[{}]",
        "[[]]",
        "[null]",
        "[{\"type\":\"\",\"media\":{\"a\":1}}]",
        "{\"messages\":null}",
        "{\"messages\":{}}",
        "[{\"role\":null}]",
        "[{\"role\":7,\"parts\":7}]",
        "[{\"role\":\"user\",\"parts\":{\"a\":1}}]",
        "[{\"role\":\"user\",\"parts\":[],\"parts\":[{\"type\":7}]}]",
        "\u0000",
        "\ud800",
        "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":{\"a\":1}}]}]",
        "[{\"role\":\"tool\",\"content\":[]}]",
        "[{\"type\":\"message\"}]",
        "[NaN]",
        "[{\"role\":\"user\",\"parts\":[{\"type\":\"tool_call\",\"arguments\":NaN}]}]",
        "[{\"lc\":1,\"kwargs\":{}}]",
        "[{\"lc\":1,\"id\":7,\"kwargs\":{\"content\":[]}}]"
      })
  void oddThingsAreSomethingOrNothing(String odd) {
    for (String key :
        List.of(
            INPUT,
            "gen_ai.output.messages",
            "gen_ai.system_instructions",
            "gen_ai.tool.definitions",
            "gcp.vertex.agent.llm_request",
            "pydantic_ai.all_messages",
            "events",
            "ai.response.toolCalls",
            "llm.tools.0.tool.json_schema",
            "llm.input_messages.0.message.content",
            "mlflow.spanInputs",
            "output.value")) {
      CanonicalShape.assertHolds(Given.llm().attribute(key, odd).read());
    }
    CanonicalShape.assertHolds(Given.llm().log("gen_ai.choice", odd).read());
  }

  @Test
  void whateverComesTheResultIsCanonicalAndStaysAsItIs() {
    long seed = new Random().nextLong();
    System.out.println("[messages] seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      fuzzed(seed, i, new RandomJson(random).text());
    }
  }

  private static void fuzzed(long seed, int round, String text) {
    try {
      Conversation read = Given.llm().attribute(keyOf(round), text).read();
      CanonicalShape.assertHolds(read);
      if (read.input() != null) {
        assertThat(Given.llm().attribute(INPUT, read.input()).read().input())
            .isEqualTo(read.input());
      }
      if (read.systemInstructions() != null) {
        String instructions = read.systemInstructions();
        assertThat(
                Given.llm()
                    .attribute("gen_ai.system_instructions", instructions)
                    .read()
                    .systemInstructions())
            .isEqualTo(instructions);
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ", round " + round + ": " + text, e);
    }
  }

  private static String keyOf(int round) {
    List<String> keys = new ArrayList<>(List.of(INPUT, "input.value", "output.value"));
    keys.addAll(List.of("gen_ai.system_instructions", "gen_ai.tool.definitions", "events"));
    keys.addAll(List.of("mlflow.spanInputs", "gcp.vertex.agent.llm_request", "ai.prompt"));
    return keys.get(round % keys.size());
  }
}
