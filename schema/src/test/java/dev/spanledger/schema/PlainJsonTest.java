// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonTest {
  private static final List<String> SEEDS =
      List.of(
          "{}",
          "[]",
          "null",
          " true ",
          "-0.5",
          "\"a\"",
          "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"a\\n\\\"b\\\" \uD83D\uDE00\"}]}]",
          "{\"a\":[1,2.50,-3,true,false,null,{\"b\":{}}],\"\":\"\\\\\"}",
          "{\"a\" : [ 1 , \"x\\t\" ] }\r\n");

  private static final String LETTERS =
      "{}[]\":,\\ \n\t0123456789.-+eEutrfalsn/b\u0000\u0001\uD83D\uDE00\uFEFF\u00E9\u2028";

  @Test
  void recognisesWhatSpansCarry() {
    assertThat(SEEDS).allMatch(PlainJson::is);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\"}",
        "{a:1}",
        "01",
        "1.",
        ".5",
        "+1",
        "nul",
        "nulls",
        "1 2",
        "\"\\x\"",
        "\"\t\"",
        "\"a",
        "[1",
        "{\"a\":1,}",
        "'a'",
        "NaN",
        "\uFEFF{}",
        "\"\uD83D\""
      })
  void doesNotTakeWhatIsNoJson(String text) {
    assertThat(PlainJson.is(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\\u0041\"", "1e5", "[1E-5]", "\"\\u0000\"", "\"\\ud800\""})
  void leavesTheRestToAParser(String text) {
    assertThat(PlainJson.is(text)).isFalse();
  }

  @Test
  void leavesWhatIsDeepToAParser() {
    assertThat(PlainJson.is("[".repeat(61) + "]".repeat(61))).isFalse();
    assertThat(PlainJson.is("[".repeat(60) + "]".repeat(60))).isTrue();
  }

  @Test
  void neverTakesWhatWouldBeRepaired() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int plain = 0;
    for (int i = 0; i < 200_000; i++) {
      String text = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
      if (PlainJson.is(text)) {
        plain++;
        boolean storable = StorableText.repair(text).equals(text) && StorableJson.isStorable(text);
        assertThat(storable).as("seed %d: %s", seed, text).isTrue();
      }
    }
    assertThat(plain).as("seed %d", seed).isGreaterThan(10_000);
  }

  private static String mutated(String seed, Random random) {
    StringBuilder text = new StringBuilder(seed);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, letter);
        case 1 -> text.delete(at, Math.min(text.length(), at + 1));
        default -> text.replace(at, Math.min(text.length(), at + 1), String.valueOf(letter));
      }
    }
    return text.toString();
  }
}
