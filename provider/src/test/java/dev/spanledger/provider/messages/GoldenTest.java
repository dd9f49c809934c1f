// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of the text files beside this class. */
class GoldenTest {
  static Stream<GoldenCases.Case> cases() {
    return Stream.of("shapes.txt", "parts.txt", "providers.txt", "tools.txt")
        .flatMap(GoldenCases::in);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isReadAsExpected(GoldenCases.Case golden) {
    Conversation read = golden.read();
    assertThat(read.input()).as("input").isEqualTo(golden.expected().get("input"));
    assertThat(read.output()).as("output").isEqualTo(golden.expected().get("output"));
    assertThat(read.toolDefinitions()).as("tools").isEqualTo(golden.expected().get("tools"));
    if (golden.expected().containsKey("instructions")) {
      String instructions = golden.expected().get("instructions");
      assertThat(read.systemInstructions()).isEqualTo(instructions.isEmpty() ? null : instructions);
    }
    words(golden, "promoted", List.copyOf(read.promoted().keySet()));
    words(golden, "consumed", List.copyOf(read.consumed()));
    words(golden, "finish", read.finishReasons());
  }

  private static void words(GoldenCases.Case golden, String section, List<String> read) {
    String expected = golden.expected().get(section);
    if (expected != null) {
      List<String> words = expected.isEmpty() ? List.of() : Arrays.asList(expected.split(" +"));
      assertThat(read).as(section).containsExactlyInAnyOrderElementsOf(words);
    }
  }

  /** What came out comes out of itself, byte for byte. */
  @ParameterizedTest
  @MethodSource("cases")
  void isTheSameTheSecondTime(GoldenCases.Case golden) {
    Conversation first = golden.read();
    Given again = Given.llm();
    put(again, "gen_ai.input.messages", first.input());
    put(again, "gen_ai.output.messages", first.output());
    put(again, "gen_ai.system_instructions", first.systemInstructions());
    put(again, "gen_ai.tool.definitions", first.toolDefinitions());
    Conversation second = again.read();
    assertThat(second.input()).isEqualTo(first.input());
    assertThat(second.output()).isEqualTo(first.output());
    assertThat(second.systemInstructions()).isEqualTo(first.systemInstructions());
    assertThat(second.toolDefinitions()).isEqualTo(first.toolDefinitions());
    assertThat(second.finishReasons()).isEqualTo(first.finishReasons());
    assertThat(second.promoted().keySet()).isEqualTo(again.keys());
    assertThat(second.consumed()).isEmpty();
  }

  private static void put(Given given, String key, String text) {
    if (text != null) {
      given.attribute(key, text);
    }
  }
}
