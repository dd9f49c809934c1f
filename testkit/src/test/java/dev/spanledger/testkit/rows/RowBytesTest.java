// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanRowCodec;
import dev.spanledger.testkit.spans.Hostile;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowBytesTest {
  @Test
  void randomRowsComeBackEqual() throws IllegalAccessException {
    for (SpanRow row : new RandomRows(77).of(1, 50, 20)) {
      assertComesBack(row);
    }
  }

  @Test
  void hostileTextsComeBackAsTheyWereRepaired() throws IllegalAccessException {
    for (Map.Entry<String, String> text : Hostile.texts().entrySet()) {
      assertComesBack(
          SpanRows.span(1, 2)
              .set(SpanColumns.NAME, text.getValue())
              .set(SpanColumns.SESSION_ID, text.getValue())
              .set(SpanColumns.INPUT, text.getValue())
              .set(SpanColumns.ATTRIBUTES, text.getValue())
              .set(SpanColumns.TAGS, List.of(text.getValue()))
              .build());
    }
  }

  private static void assertComesBack(SpanRow row) throws IllegalAccessException {
    SpanRow back = SpanRowCodec.decode(SpanRowCodec.encode(row), 0);
    for (Column<?> column : columns()) {
      assertThat((Object) back.get(column)).as(column.name()).isEqualTo(row.get(column));
    }
  }

  private static List<Column<?>> columns() throws IllegalAccessException {
    List<Column<?>> columns = new ArrayList<>();
    for (Field field : SpanColumns.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof Column<?> column) {
        columns.add(column);
      }
    }
    assertThat(columns).hasSizeGreaterThan(100);
    return columns;
  }
}
