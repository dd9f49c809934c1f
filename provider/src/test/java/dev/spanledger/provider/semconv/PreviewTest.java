// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.TextMemory;
import org.junit.jupiter.api.Test;

class PreviewTest {
  @Test
  void saysWhatTheUserSaidLast() {
    String messages =
        "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"first\"}]},\n"
            + " {\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"answer\"}]},"
            + " {\"role\":\"user\", \"parts\": [{\"type\":\"text\",\"content\" : \"second\"}]}]";
    assertThat(input(messages)).isEqualTo("second");
    assertThat(Preview.ofOutput(messages, TextMemory.NONE)).isEqualTo("answer");
  }

  @Test
  void readsEscapes() {
    assertThat(input(said("a\\\"b\\\\c\\n\\t\\/\\u00e9\\ud83d\\ude00\uD83D\uDE00")))
        .isEqualTo("a\"b\\c\n\t/\u00e9\uD83D\uDE00\uD83D\uDE00");
  }

  @Test
  void cutsWhatIsLongWithoutCuttingACharacterInTwo() {
    String shown = input(said("\uD83D\uDE00".repeat(300)));
    assertThat(shown).isEqualTo("\uD83D\uDE00".repeat(199) + "…");
    assertThat(input(said("x".repeat(200)))).isEqualTo("x".repeat(200));
    assertThat(input(said("x".repeat(201)))).isEqualTo("x".repeat(199) + "…");
  }

  @Test
  void findsATextBehindAMegabyteOfOthers() {
    String other = said("y\\n".repeat(300_000));
    String messages = other.substring(0, other.length() - 1) + "," + said("found").substring(1);
    assertThat(input(messages)).isEqualTo("found");
  }

  @Test
  void takesAContentThatIsNoListOfParts() {
    assertThat(input("[{\"role\":\"user\",\"content\":\"plain\"}]")).isEqualTo("plain");
    assertThat(input("[{\"role\":\"user\",\"parts\":[]}]"))
        .isEqualTo("[{\"role\":\"user\",\"parts\":[]}]");
    assertThat(input("[{\"role\":\"user\",\"parts\":[{\"content\":\"broken"))
        .startsWith("[{\"role\"");
    assertThat(input("\"quoted\"")).isEqualTo("quoted");
  }

  private static String said(String text) {
    return "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"" + text + "\"}]}]";
  }

  private static String input(String content) {
    return Preview.ofInput(content, TextMemory.NONE);
  }
}
