// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorableJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1, 2.50, -3e5]",
        "\"text\"",
        "null",
        "{\"b\":1,\"a\":2,\"b\":3}",
        "[ { \"keep\" : \"my spaces\" } ]"
      })
  void validJsonStaysTheSameInstance(String json) {
    assertThat(StorableJson.repair(json)).isSameAs(json);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`plain text`, `\"plain text\"`",
        "``, `\"\"`",
        "`{\"cut\":\"of`, `\"{\\\"cut\\\":\\\"of\"`",
        "`{} {}`, `\"{} {}\"`",
        "`NaN`, `\"NaN\"`",
        "`[1,]`, `\"[1,]\"`"
      })
  void whatIsNotJsonBecomesAJsonString(String text, String json) {
    assertThat(StorableJson.repair(text)).isEqualTo(json);
  }

  @Test
  void escapedCharactersThatADatabaseRefusesAreReplaced() {
    assertThat(StorableJson.repair("{\"k\\u0000\":[\"\\ud800\",1.50]}"))
        .isEqualTo("{\"k\uFFFD\":[\"\uFFFD\",1.50]}");
  }

  @Test
  void escapedPairsSurvive() {
    assertThat(StorableJson.repair("\"\\ud83d\\ude00\"")).isEqualTo("\"\uD83D\uDE00\"");
  }

  @Test
  void jsonTooDeepForADatabaseIsKeptAsText() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThat(StorableJson.repair(deep)).isEqualTo('"' + deep + '"');
    String fine = "[".repeat(64) + "]".repeat(64);
    assertThat(StorableJson.repair(fine)).isSameAs(fine);
  }
}
