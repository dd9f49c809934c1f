// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private static final Map<String, String> RESULTS =
      Map.of("orders", "[{\"item\":\"lamp\",\"total\":89.00}]", "track", "costs $1 \\ here");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain                 | plain
          the {orders/0/item}   | the lamp
          {orders/0/total} EUR  | 89.00 EUR
          it {track}            | it costs $1 \\ here
          {track/0/item}        | costs $1 \\ here
          {unknown}             | {unknown}
          {orders/7/item}.      | .
          """)
  void placesAreFilledFromToolResults(String text, String filled) {
    assertThat(Template.fill(text, RESULTS)).isEqualTo(filled);
  }
}
