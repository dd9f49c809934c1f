// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "tab\tnewline\n", "\uD83D\uDE00 emoji", "\uFFFD"})
  void goodTextStaysTheSameInstance(String text) {
    assertThat(StorableText.repair(text)).isSameAs(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'a\0b', 'a\uFFFDb'",
    "'\uD83D', '\uFFFD'",
    "'x\uDE00y', 'x\uFFFDy'",
    "'\uD83D\uD83D\uDE00\0', '\uFFFD\uD83D\uDE00\uFFFD'"
  })
  void whatADatabaseRefusesIsReplaced(String text, String repaired) {
    assertThat(StorableText.repair(text)).isEqualTo(repaired);
  }

  @Test
  void aCutNeverHalvesACharacter() {
    assertThat(StorableText.cut("ab\uD83D\uDE00", 3)).isEqualTo("ab");
    assertThat(StorableText.cut("ab\uD83D\uDE00", 4)).isEqualTo("ab\uD83D\uDE00");
  }
}
