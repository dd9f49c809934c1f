// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What was recorded from real frameworks; skipped, saying so, where the recordings are absent. */
class RecordedMessagesTest {
  /**
   * The model calls of the recording by span id, read by hand: each message's speaker and its
   * parts, then the tools that were offered. A dash stands for content that had been moved away.
   */
  private static final Map<String, String> EXPECTED =
      Map.ofEntries(
          Map.entry( // Agno: message 2, the call, is missing in the recording itself
              "b38a82eaa62b551e",
              "system:text user:text tool:tool_call_response > assistant:text"
                  + " | duckduckgo_search duckduckgo_news"),
          Map.entry(
              "ca136de468e156c9",
              "system:text user:text > assistant:tool_call(duckduckgo_search)"
                  + " | duckduckgo_search duckduckgo_news"),
          Map.entry( // Google ADK
              "bded677884f031ce",
              "system:text user:text assistant:tool_call(say_hello) tool:tool_call_response"
                  + " > assistant:text | say_hello"),
          Map.entry(
              "f6e4c65297e40c96",
              "system:text user:text > assistant:tool_call(say_hello) | say_hello"),
          Map.entry( // Koog
              "e44e72cf2d221781",
              "system:text user:text assistant:tool_call(HelloTool) tool:tool_call_response"
                  + " assistant:tool_call(ByeTool) tool:tool_call_response > assistant:text |"),
          Map.entry(
              "042f9350c3729147",
              "system:text user:text > assistant:tool_call(HelloTool)"
                  + " assistant:tool_call(ByeTool) |"),
          Map.entry( // OpenAI Agents
              "90d94774e8e3724d",
              "system:text user:text assistant:tool_call(get_weather) tool:tool_call_response"
                  + " > assistant:text | get_weather"),
          Map.entry(
              "98870087af69bf06",
              "system:text user:text > assistant:tool_call(get_weather) | get_weather"),
          Map.entry( // Pydantic AI, the first format
              "5cb389a3bdd21a6e", "system:text user:text > assistant:text |"),
          Map.entry( // Pydantic AI
              "00d2804abb764b1b", "- > - | " + Suggestions.TOOLS),
          Map.entry("8976b072313c51f2", "- > - | " + Suggestions.TOOLS),
          Map.entry("be64c23f44dd98be", "- > - | " + Suggestions.TOOLS),
          Map.entry("eb0cc14cf7943ad5", "- > - | final_result"),
          Map.entry("91a17a2274bfd23f", "- > - | getWeather"), // Vercel AI SDK 5
          Map.entry( // CrewAI by LiteLLM
              "231c43964b7e7e63", "system:text user:text > assistant:text |"),
          Map.entry("39d6e9b3ddec9996", "user:text > assistant:text |"), // Vercel AI SDK 6
          Map.entry(
              "6c0201026326855d",
              "system:text user:text assistant:text user:text > assistant:text |"),
          Map.entry("bf098ec12458e605", "user:text > assistant:text |"),
          Map.entry("5a81ef3ffb5d8603", "user:text > assistant:text |"));

  /** What each of Pydantic AI's calls was offered. */
  private static final class Suggestions {
    private static final String TOOLS =
        "get_pun_suggestion get_dad_joke_suggestion get_one_liner_suggestion"
            + " get_car_joke_suggestion get_tree_joke_suggestion";
  }

  @Test
  void everyModelCallOfTheFrameworksIsReadAsItWasReadByHand() {
    Map<String, String> read = new LinkedHashMap<>();
    for (SpanData span : Recorded.spans("frameworks")) {
      if (isModelCall(span)) {
        Conversation conversation = Given.span(span, "LLM").read();
        CanonicalShape.assertHolds(conversation);
        read.put(span.getSpanId(), outline(conversation));
      }
    }
    assertThat(read).containsExactlyInAnyOrderEntriesOf(EXPECTED);
  }

  private static boolean isModelCall(SpanData span) {
    return "LLM".equals(span.getAttributes().get(AttributeKey.stringKey("openinference.span.kind")))
        || "chat".equals(span.getAttributes().get(AttributeKey.stringKey("gen_ai.operation.name")))
        || span.getName().contains(".doGenerate")
        || span.getName().contains(".doStream");
  }

  @Test
  void anAgentsHistoryIsSplitWhereItsRunBegins() {
    Map<String, String> read = new LinkedHashMap<>();
    for (SpanData span : Recorded.spans("frameworks")) {
      if (span.getName().endsWith("_agent run")) {
        read.put(span.getSpanId(), outline(Given.span(span, "AGENT").read()));
      }
    }
    String calls =
        "assistant:tool_call(get_pun_suggestion)+tool_call(get_dad_joke_suggestion)"
            + "+tool_call(get_one_liner_suggestion)"
            + " tool:tool_call_response+tool_call_response+tool_call_response";
    assertThat(read)
        .containsEntry("0a4fac2553f22f2e", "system:text user:text > assistant:text |")
        .containsEntry("5b5c52d029f28206", "system:text user:text > " + calls + " assistant:text |")
        .containsEntry(
            "227eb5c856efa3d3",
            "system:text user:text > assistant:tool_call(final_result) tool:tool_call_response |")
        .hasSize(4);
    assertThat(read.get("49ae06cbfa06611f")).startsWith("system:text user:text " + calls + " > ");
  }

  private static String outline(Conversation read) {
    return messages(read.input()) + " > " + messages(read.output()) + " |" + tools(read);
  }

  private static String messages(String json) {
    return json == null
        ? "-"
        : stream(json)
            .map(message -> message.path("role").asText() + ":" + parts(message.path("parts")))
            .collect(Collectors.joining(" "));
  }

  private static String parts(JsonNode parts) {
    return StreamSupport.stream(parts.spliterator(), false)
        .map(
            part ->
                part.path("type").asText()
                    + (part.path("type").asText().equals("tool_call")
                        ? "(" + part.path("name").asText() + ")"
                        : ""))
        .collect(Collectors.joining("+"));
  }

  private static String tools(Conversation read) {
    return read.toolDefinitions() == null
        ? ""
        : stream(read.toolDefinitions())
            .map(tool -> " " + tool.path("name").asText())
            .collect(Collectors.joining());
  }

  private static java.util.stream.Stream<JsonNode> stream(String json) {
    return StreamSupport.stream(CanonicalShape.array(json).spliterator(), false);
  }

  @Test
  void whatIsCanonicalAlreadyIsTheSameText() {
    int calls = 0;
    for (SpanData span : Recorded.spans("tau-airline")) {
      Given given = Given.span(span, "LLM");
      if (given.attribute("gen_ai.input.messages") == null) {
        continue;
      }
      calls++;
      Conversation read = given.read();
      assertThat(read.input()).isSameAs(given.attribute("gen_ai.input.messages"));
      assertThat(read.output()).isSameAs(given.attribute("gen_ai.output.messages"));
      assertThat(read.toolDefinitions()).isSameAs(given.attribute("gen_ai.tool.definitions"));
      assertThat(read.promoted())
          .isEqualTo(
              Map.of(
                  "gen_ai.input.messages", "input",
                  "gen_ai.output.messages", "output",
                  "gen_ai.tool.definitions", "tool_definitions"));
      assertThat(read.consumed()).isEmpty();
      assertInstructionsAreTheFirstMessages(read);
    }
    assertThat(calls).isEqualTo(1_229);
  }

  private static void assertInstructionsAreTheFirstMessages(Conversation read) {
    JsonNode first = CanonicalShape.array(read.input()).get(0);
    assertThat(first.path("role").asText()).isEqualTo("system");
    assertThat(CanonicalShape.array(read.systemInstructions())).isEqualTo(first.path("parts"));
    assertThat(read.finishReasons()).hasSize(1);
    assertThat(List.of("stop", "tool_call", "tool_calls")).containsAll(read.finishReasons());
  }
}
