// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.UsageAnswer;
import dev.spanledger.schema.UsageQuery;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

class UsageAnswerTest {
  private static final Instant HOUR = SpanRows.NOW.truncatedTo(ChronoUnit.HOURS);

  @EachDatabase
  void eachModelHasARow(TestDatabase database) throws SQLException {
    UsageAnswer answer = ask(database, UsageQuery.By.MODEL, HOUR, HOUR.plusSeconds(1));
    assertThat(answer.from()).isEqualTo(HOUR);
    assertThat(answer.until()).isEqualTo(HOUR.plusSeconds(3_600));
    assertThat(answer.rows()).extracting(UsageAnswer.Row::name).containsExactly("dear", "cheap");
    UsageAnswer.Row dear = answer.rows().get(0);
    assertThat(dear.calls()).isEqualTo(20);
    assertThat(dear.errors()).isEqualTo(1);
    assertThat(dear.inputTokens()).isEqualTo(20_000);
    assertThat(dear.outputTokens()).isEqualTo(2_000);
    assertThat(dear.costUsd()).isEqualByComparingTo("10");
    assertThat(dear.unpricedCalls()).isZero();
    assertThat(dear.p50Ms()).isCloseTo(10, within(0.4));
    assertThat(dear.p95Ms()).isCloseTo(19, within(0.8));
    UsageAnswer.Row cheap = answer.rows().get(1);
    assertThat(cheap.costUsd()).as("nobody knows").isNull();
    assertThat(cheap.unpricedCalls()).isEqualTo(1);
    assertThat(answer.series()).hasSize(1);
    assertThat(answer.series().get(0).calls()).isEqualTo(21);
    assertThat(answer.series().get(0).totalTokens()).isEqualTo(22_011);
  }

  @EachDatabase
  void anAgentHasTheTokensOfWhatItCalls(TestDatabase database) throws SQLException {
    UsageAnswer answer = ask(database, UsageQuery.By.AGENT, HOUR, HOUR.plusSeconds(1));
    assertThat(answer.rows()).hasSize(1);
    assertThat(answer.rows().get(0).calls()).as("runs of it").isEqualTo(1);
    assertThat(answer.rows().get(0).inputTokens()).isEqualTo(20_010);
  }

  @EachDatabase
  void aToolHasItsCallsAndAServiceEverything(TestDatabase database) throws SQLException {
    UsageAnswer tools = ask(database, UsageQuery.By.TOOL, HOUR, HOUR.plusSeconds(1));
    assertThat(tools.rows()).extracting(UsageAnswer.Row::name).containsExactly("search");
    assertThat(tools.rows().get(0).errors()).isEqualTo(1);
  }

  @EachDatabase
  void outsideOfItsTimeNothingIsCounted(TestDatabase database) throws SQLException {
    assertThat(ask(database, UsageQuery.By.MODEL, HOUR.minusSeconds(3_600), HOUR).rows()).isEmpty();
    assertThatThrownBy(() -> UsageQuery.of(UsageQuery.By.MODEL, HOUR, HOUR.minusSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @EachDatabase
  void overAMonthThereIsAPointADay(TestDatabase database) throws SQLException {
    UsageAnswer answer =
        ask(database, UsageQuery.By.MODEL, HOUR.minus(Duration.ofDays(30)), HOUR.plusSeconds(1));
    assertThat(answer.series()).hasSize(1);
    assertThat(answer.series().get(0).length()).isEqualTo(Duration.ofDays(1));
    assertThat(answer.series().get(0).start()).isEqualTo(HOUR.truncatedTo(ChronoUnit.DAYS));
  }

  private static UsageAnswer ask(
      TestDatabase database, UsageQuery.By by, Instant from, Instant until) throws SQLException {
    TraceSchema schema = Tables.open(database);
    List<SpanRow> rows = new ArrayList<>();
    rows.add(SpanRows.agent(1, 1).set(SpanColumns.AGENT_NAME, "support").build());
    for (int call = 1; call <= 20; call++) {
      rows.add(call("dear", call + 1, call, call == 20 ? "ERROR" : "OK", new BigDecimal("0.5")));
    }
    rows.add(
        SpanRows.llm(1, 30, 1)
            .set(SpanColumns.MODEL, "cheap")
            .set(SpanColumns.AGENT_NAME, "support")
            .set(SpanColumns.INPUT_TOKENS, 10L)
            .set(SpanColumns.OUTPUT_TOKENS, 1L)
            .set(SpanColumns.TOTAL_TOKENS, 11L)
            .set(SpanColumns.COST_USD, null)
            .set(SpanColumns.USAGE_COUNTED, true)
            .build());
    rows.add(
        SpanRows.child(1, 31, 1, "TOOL")
            .set(SpanColumns.TOOL_NAME, "search")
            .set(SpanColumns.STATUS, "ERROR")
            .build());
    schema.writer().write(rows);
    TraceReader reader = schema.reader();
    return reader.usage(UsageQuery.of(by, from, until));
  }

  private static SpanRow call(
      String model, long span, long milliseconds, String status, BigDecimal cost) {
    long start = SpanRows.NOW.getEpochSecond() * 1_000_000_000L;
    return SpanRows.llm(1, span, 1)
        .times(start, start + milliseconds * 1_000_000L, SpanRows.NOW)
        .set(SpanColumns.MODEL, model)
        .set(SpanColumns.AGENT_NAME, "support")
        .set(SpanColumns.STATUS, status)
        .set(SpanColumns.INPUT_TOKENS, 1_000L)
        .set(SpanColumns.OUTPUT_TOKENS, 100L)
        .set(SpanColumns.TOTAL_TOKENS, 1_100L)
        .set(SpanColumns.COST_USD, cost)
        .set(SpanColumns.USAGE_COUNTED, true)
        .build();
  }
}
