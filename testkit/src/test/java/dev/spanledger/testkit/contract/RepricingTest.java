// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.RepriceReport;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.faults.Call;
import dev.spanledger.testkit.faults.FaultyDataSource;
import dev.spanledger.testkit.rows.SpanRows;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

class RepricingTest {
  private static final Instant START = SpanRows.NOW.minus(Duration.ofDays(3));
  private static final Consumer<SpanRow.Builder> ONE_DOLLAR = costing(BigDecimal.ONE);

  private static Consumer<SpanRow.Builder> costing(@Nullable BigDecimal usd) {
    return row ->
        row.set(SpanColumns.COST_USD, usd == null ? null : usd.setScale(9))
            .set(SpanColumns.COST_STATUS, usd == null ? "NO_PRICE" : "COMPUTED");
  }

  /** A call of trace {@code trace} that starts so long after {@link #START}. */
  private static SpanRow.Builder call(long trace, long span, Duration after) {
    long nanos = START.plus(after).getEpochSecond() * 1_000_000_000L;
    return SpanRows.llm(trace, span, 99_999)
        .times(nanos, nanos + 1_000_000, SpanRows.NOW)
        .set(SpanColumns.COST_STATUS, "NO_PRICE");
  }

  private static void assertTotal(TraceReader reader, long trace, @Nullable String usd) {
    var stored = reader.trace(SpanRows.traceId(trace)).orElseThrow().trace();
    assertThat(stored).isEqualTo(reader.recompute(SpanRows.traceId(trace)).orElseThrow());
    assertThat(stored.get(TraceColumns.COST_USD))
        .isEqualTo(usd == null ? null : new BigDecimal(usd).setScale(9));
  }

  @EachDatabase
  void everySpanOfTheTimeIsPricedOnceAndNoOther(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    List<SpanRow> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rows.add(call(i % 7, i + 1, Duration.ofHours(i)).build());
    }
    for (int i = 0; i < 1_200; i++) {
      rows.add(call(9, i + 1, Duration.ofHours(30)).build());
    }
    schema.writer().write(rows);
    List<String> seen = new ArrayList<>();
    Consumer<SpanRow.Builder> pricing =
        row -> {
          seen.add(row.get(SpanColumns.TRACE_ID) + row.get(SpanColumns.SPAN_ID));
          ONE_DOLLAR.accept(row);
        };

    RepriceReport report =
        schema.reprice(START.plus(Duration.ofHours(10)), START.plus(Duration.ofHours(50)), pricing);

    assertThat(report)
        .isEqualTo(
            new RepriceReport(
                1_240, 1_240, BigDecimal.ZERO.setScale(9), BigDecimal.valueOf(1_240).setScale(9)));
    assertThat(seen).doesNotHaveDuplicates();
    TraceReader reader = schema.reader();
    assertTotal(reader, 9, "1200");
    assertTotal(reader, 0, "6");
    assertThat(
            reader
                .trace(SpanRows.traceId(0))
                .orElseThrow()
                .trace()
                .get(TraceColumns.UNPRICED_CALLS))
        .isEqualTo(3);
    assertThat(schema.reprice(START, SpanRows.NOW, ONE_DOLLAR).changed()).isEqualTo(20);
  }

  @EachDatabase
  void reportedCostsStay(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    schema
        .writer()
        .write(
            List.of(
                call(1, 1, Duration.ZERO)
                    .set(SpanColumns.COST_USD, BigDecimal.TEN)
                    .set(SpanColumns.COST_STATUS, "REPORTED")
                    .build(),
                call(1, 2, Duration.ZERO).set(SpanColumns.COST_STATUS, "FOREIGN_CURRENCY").build(),
                call(1, 3, Duration.ZERO).build()));

    RepriceReport report = schema.reprice(START, SpanRows.NOW, ONE_DOLLAR);

    assertThat(report.spans()).isEqualTo(1);
    assertThat(report.costAfter()).isEqualByComparingTo("1");
    assertTotal(schema.reader(), 1, "11");
  }

  @EachDatabase
  void aTraceWhoseLastKnownCostIsGoneHasNone(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    schema.writer().write(List.of(call(1, 1, Duration.ZERO).build()));
    schema.reprice(START, SpanRows.NOW, ONE_DOLLAR);
    assertTotal(schema.reader(), 1, "1");

    schema.reprice(START, SpanRows.NOW, costing(null));

    assertTotal(schema.reader(), 1, null);
  }

  @EachDatabase
  void aFailureSaysFromWhereToGoOn(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    schema
        .writer()
        .write(List.of(call(1, 1, Duration.ZERO).build(), call(2, 1, Duration.ofHours(5)).build()));
    FaultyDataSource source = FaultyDataSource.over(database.dataSource());
    TraceSchema faulty = TraceSchema.builder(source).open();
    Consumer<SpanRow.Builder> failing =
        row -> {
          ONE_DOLLAR.accept(row);
          source.fail(Call.CONNECT).always();
        };

    assertThatThrownBy(() -> faulty.reprice(START, SpanRows.NOW, failing))
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("all spans that started before " + START.plus(Duration.ofHours(1)));
    assertTotal(schema.reader(), 1, "1");
    assertTotal(schema.reader(), 2, null);
    source.heal();
    assertThat(faulty.reprice(START.plus(Duration.ofHours(1)), SpanRows.NOW, ONE_DOLLAR).changed())
        .isEqualTo(1);
    assertTotal(schema.reader(), 2, "1");
  }
}
