// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.spanledger.schema.TextMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cuts and previews. */
class TextsTest {
  @Test
  void aShortTextStaysTheSameInstance() {
    String text = "short";
    assertThat(Cut.to(5, text)).isSameAs(text);
  }

  @Test
  void aCutTextSaysHowMuchIsGone() {
    assertThat(Cut.to(4, "abcdefgh")).isEqualTo("abcd…[cut 4 chars]");
    assertThat(Cut.to(3, "ab\uD83D\uDE00\uD83D\uDE00")).isEqualTo("ab…[cut 2 chars]");
  }

  @Test
  void cutJsonIsStillJsonOfTheSameShape() throws Exception {
    String json =
        "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\""
            + "x".repeat(9_000)
            + "\"}]}]";
    String cut = Cut.to(2_000, json);
    assertThat(cut)
        .hasSizeLessThanOrEqualTo(2_000)
        .startsWith("[{\"role\":\"user\"")
        .contains("[cut ");
    try (JsonParser parser = new JsonFactory().createParser(cut)) {
      while (parser.nextToken() != null) {
        assertThat(parser.currentToken()).isNotNull();
      }
    }
  }

  @Test
  void jsonThatHasNoLongTextsIsCutAsText() {
    String json = "[" + "1,".repeat(5_000) + "1]";
    assertThat(Cut.to(1_000, json)).startsWith("[1,1").endsWith(" chars]");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`[{\"role\":\"system\",\"parts\":[{\"type\":\"text\",\"content\":\"be kind\"}]},{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hello\"}]}]`, hello",
        "`[{\"role\":\"user\",\"content\":\"wire format\"}]`, wire format",
        "`[{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"1\",\"response\":\"42\"}]}]`, 42",
        "`{\"city\":\"Paris\"}`, `{\"city\":\"Paris\"}`",
        "`\"a JSON string\"`, a JSON string",
        "plain text, plain text",
        "`[{\"role\":\"user\",\"parts\":[{\"cut`, `[{\"role\":\"user\",\"parts\":[{\"cut`"
      })
  void thePreviewOfAnInputIsWhatTheUserSaidLast(String content, String preview) {
    assertThat(Preview.ofInput(content, TextMemory.NONE)).isEqualTo(preview);
  }

  @Test
  void aPreviewHasTwoHundredCharactersAtMost() {
    String preview = Preview.ofOutput("\uD83D\uDE00".repeat(500), TextMemory.NONE);
    assertThat(preview.codePointCount(0, preview.length())).isEqualTo(200);
    assertThat(preview).endsWith("…");
    assertThat(Preview.ofOutput("x".repeat(200), TextMemory.NONE)).isEqualTo("x".repeat(200));
  }
}
