// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void textsGoLeftAndNumbersGoRight() {
    TextTable table = new TextTable(List.of("model", "calls", "p95"));
    table.add(List.of("gpt-4o", "7", "12.5 ms"));
    table.add(List.of("gpt-4o-mini", "112", ""));

    assertThat(table.lines())
        .containsExactly(
            "model        calls      p95",
            "-----------  -----  -------",
            "gpt-4o           7  12.5 ms",
            "gpt-4o-mini    112");
  }

  @Test
  void aTableWithoutRowsHasItsHeader() {
    assertThat(new TextTable(List.of("a", "b")).lines()).containsExactly("a  b", "-  -");
  }
}
