// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void writesScalarsMapsAndSequences() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("null", null);
    map.put("numbers", Arrays.asList(1, 2.5, 3L, new BigDecimal("1E+2"), null));
    map.put("flag", true);
    map.put("array", new int[] {1, 2});
    map.put("path", Path.of("a", "b"));

    assertThat(Json.write(map))
        .isEqualTo(
            "{\"null\":null,\"numbers\":[1,2.5,3,1E+2,null],\"flag\":true,\"array\":[1,2],"
                + "\"path\":\"a/b\"}");
  }

  @Test
  void numbersThatJsonDoesNotHaveBecomeText() {
    assertThat(Json.write(List.of(Double.NaN, Float.POSITIVE_INFINITY)))
        .isEqualTo("[\"NaN\",\"Infinity\"]");
  }

  @Test
  void escapesWhatJsonAndUnicodeForbid() {
    assertThat(Json.write("\"\\\n\r\t\u0000 \ud800 \udc00 \ud83d\ude00"))
        .isEqualTo("\"\\\"\\\\\\n\\r\\t\\u0000 \\ud800 \\udc00 \ud83d\ude00\"");
  }

  @Test
  void structureThatContainsItselfIsCut() {
    List<Object> loop = new ArrayList<>();
    loop.add(loop);
    loop.add(loop);

    String json = Json.write(loop);

    assertThat(json).contains("\"…\"").hasSizeLessThan(5 << 20);
    assertThat(JsonScanner.isObjectOrArray(json)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " {\"a\" : [1, -2.5e-3, true, false, null, \"\\u00e9\\n\"]} ",
        "[0, 0.1, 10, 1E+2]",
        "{\"a\":{\"b\":{}},\"c\":[[]]}"
      })
  void objectsAndArraysAreJson(String text) {
    assertThat(JsonScanner.isObjectOrArray(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "\"text\"",
        "{",
        "[1,]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{\"a\":1,}",
        "[01]",
        "[1.]",
        "[1e]",
        "[-]",
        "[tru]",
        "[\"\\x\"]",
        "[\"\\u00g0\"]",
        "[\"\\",
        "[\"a\nb\"]",
        "[\"open]",
        "{} {}",
        "[]x"
      })
  void anythingElseIsNot(String text) {
    assertThat(JsonScanner.isObjectOrArray(text)).isFalse();
  }

  @Test
  void endlessNestingIsNotJsonButDoesNotOverflow() {
    assertThat(JsonScanner.isObjectOrArray("[".repeat(1_000_000))).isFalse();
  }
}
