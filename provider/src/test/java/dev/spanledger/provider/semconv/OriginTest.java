// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OriginTest {
  private static final String NONE = null;

  static Stream<Arguments> forms() {
    return Stream.of(
        arguments("gpt-4o", "", "gpt-4o", "same"),
        arguments("gpt-4o", "", " gpt-4o ", NONE),
        arguments("{\"a\":1}", "", "{\"a\":1}", "same"),
        arguments("\"plain\"", "", "plain", "text"),
        arguments("[1,2]", TypeNotes.LONGS, List.of(1L, 2L), "json"),
        arguments("[1,2]", TypeNotes.DOUBLES, List.of(1.0, 2.0), "json"),
        arguments(12L, "", "12", "string"),
        arguments(12L, "", "012", NONE),
        arguments(12L, TypeNotes.DOUBLE, 12.0, "same"),
        arguments(40.0, "", 40L, "long"),
        arguments(0.5, TypeNotes.DOUBLE, 0.5, "same"),
        arguments(0.0, TypeNotes.DOUBLE, -0.0, NONE),
        arguments(-0.0, TypeNotes.DOUBLE, -0.0, NONE),
        arguments(250.0, TypeNotes.DOUBLE, 0.25, "seconds"),
        arguments(true, "", "true", "string"),
        arguments(true, "", "TRUE", NONE),
        arguments("7", "", 7L, "json"),
        arguments(List.of("stop"), "", "stop", "string"),
        arguments(List.of("a", "b"), "", List.of("a", "b"), "same"),
        arguments(List.of("a", "b"), "", "a", NONE),
        arguments(new BigDecimal("0.0015"), TypeNotes.DOUBLE, 0.0015, "same"),
        arguments(new BigDecimal("0.001500000"), "", "0.0015", "string"),
        arguments(new BigDecimal("123456789.123456789"), "", "123456789.123456789", NONE));
  }

  @ParameterizedTest(name = "{0} -> {1} {2}: {3}")
  @MethodSource("forms")
  void aColumnGivesAnAttributeBackExactlyOrNotAtAll(
      Object column, String type, Object attribute, String form) {
    Form found = Form.of(column, type, attribute);
    assertThat(found == null ? NONE : found.toString()).isEqualTo(form);
    if (found != null) {
      assertThat(JsonValue.typed(type, Form.named(form).of(column))).isEqualTo(attribute);
    }
  }

  @Test
  void whatAColumnGivesBackLeavesTheAttributes() {
    SpanRow row = Described.attributes(Map.of("gen_ai.request.model", "gpt-4o", "mine", "m"));
    assertThat(row.get(SpanColumns.ATTRIBUTES)).isEqualTo("{\"mine\":\"m\"}");
    assertThat(row.get(SpanColumns.SOURCE)).contains("gen_ai.request.model");
  }

  @Test
  void whatNoColumnGivesBackStaysAndContentGoesOutOfTheWay() {
    SpanRow row =
        Described.attributes(
            Map.of("gen_ai.request.model", " gpt-4o ", "gen_ai.tool.call.result", "a\0b"));
    assertThat(row.get(SpanColumns.ATTRIBUTES))
        .isEqualTo("{\"gen_ai.request.model\":\" gpt-4o \"}");
    assertThat(row.get(SpanColumns.ORIGINAL_ATTRIBUTES)).contains("gen_ai.tool.call.result");
    assertThat(row.get(SpanColumns.SOURCE)).isNull();
  }

  @Test
  void aSpanThatSaysNothingSpecialNeedsNoSource() {
    SpanRow row = Described.attributes(Map.of("mine", "m", "count", 1L, "yes", true));
    assertThat(row.get(SpanColumns.SOURCE)).isNull();
    assertThat(row.get(SpanColumns.ORIGINAL_ATTRIBUTES)).isNull();
  }

  @Test
  void theSourceOfOneShapeIsOneText() {
    assertThat(call("gpt-4o", 1.0).get(SpanColumns.SOURCE))
        .isEqualTo(call("o3", 0.7).get(SpanColumns.SOURCE))
        .contains("\"types\":{\"mine\":\"double\"}");
  }

  private static SpanRow call(String model, double mine) {
    return Described.attributes(Map.of("gen_ai.request.model", model, "mine", mine));
  }
}
