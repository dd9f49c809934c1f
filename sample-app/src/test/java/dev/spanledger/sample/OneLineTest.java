// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void whitespaceBecomesOneBlank() {
    assertThat(OneLine.of(" a\n\tb  c \n")).isEqualTo("a b c");
  }

  @Test
  void longTextIsCut() {
    assertThat(OneLine.of("abcdefgh", 8)).isEqualTo("abcdefgh");
    assertThat(OneLine.of("abcdefghi", 8)).isEqualTo("abcdef..");
  }

  @Test
  void aModelServicesErrorIsSaidInWords() {
    String json = "{\n \"error\": {\"message\": \"Wrong \\\"key\\\".\", \"code\": null}}";

    assertThat(OneLine.of(new IllegalStateException(json))).isEqualTo("Wrong \\\"key\\\".");
    assertThat(OneLine.of(new IllegalStateException("{\"message\": 1}")))
        .isEqualTo("{\"message\": 1}");
  }

  @Test
  void anErrorWithoutMessageHasAName() {
    assertThat(OneLine.of(new IllegalStateException())).isEqualTo("IllegalStateException");
  }
}
