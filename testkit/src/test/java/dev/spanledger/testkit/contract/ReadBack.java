// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceReader;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Set;

/** A row that comes out of the database as it went in. */
final class ReadBack {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** 1 and 1.0, 1e2 and 100 are one number. */
  private static final Comparator<JsonNode> BY_VALUE =
      (one, other) ->
          one.isNumber() && other.isNumber()
              ? one.decimalValue().compareTo(other.decimalValue())
              : one.equals(other) ? 0 : 1;

  /** What the writer finds out from the other spans of the trace. */
  private static final Set<Column<?>> DECIDED_BY_RELATIVES =
      Set.of(SpanColumns.SELF_DURATION_MS, SpanColumns.USAGE_COUNTED);

  private ReadBack() {}

  static void assertEqual(TraceReader reader, SpanRow written, String what) {
    SpanRow read = reader.span(written.traceId(), written.spanId()).orElseThrow();
    for (Column<?> column : SpanColumnsOf.READABLE) {
      if (DECIDED_BY_RELATIVES.contains(column)) {
        continue;
      }
      assertThat(same(column, read.get(column), written.get(column)))
          .as("%s, column %s: '%.200s'", what, column, read.get(column))
          .isTrue();
    }
  }

  private static boolean same(Column<?> column, Object read, Object written) {
    if (read == null || written == null) {
      return read == written;
    }
    if (SpanColumnsOf.isJsonb(column)) {
      return sameJson((String) read, (String) written);
    }
    if (written instanceof BigDecimal money) {
      return money.compareTo((BigDecimal) read) == 0;
    }
    return written instanceof Double number
        ? number.doubleValue() == (Double) read
        : written.equals(read);
  }

  static boolean sameJson(String read, String written) {
    try {
      return JSON.readTree(read).equals(BY_VALUE, JSON.readTree(written));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
