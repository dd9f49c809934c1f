// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import dev.spanledger.testkit.spans.Hostile;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

class QuarantineTest {
  @EachDatabase
  void keepsTheRowAndTheReason(TestDatabase database) throws Exception {
    SpanWriter writer = Tables.open(database).writer();
    SpanRow row =
        SpanRows.llm(1, 2, 1)
            .set(SpanColumns.INPUT, "[{\"role\":\"user\"}]")
            .set(SpanColumns.FINISH_REASONS, List.of("stop", "length"))
            .set(SpanColumns.SYSTEM_INSTRUCTIONS, "\"be kind\"")
            .build();
    writer.quarantine(row, new SQLException("value too long", "22001"));
    Map<String, Object> kept = database.rows("SELECT * FROM agent_quarantine").get(0);
    assertThat(kept)
        .containsEntry("trace_id", row.traceId())
        .containsEntry("span_id", row.spanId())
        .containsEntry("reason", "22001: value too long");
    JsonNode data = new JsonMapper().readTree((String) kept.get("row_data"));
    assertThat(data.get("input").asText()).isEqualTo("[{\"role\":\"user\"}]");
    assertThat(data.get("system_instructions").asText()).isEqualTo("\"be kind\"");
    assertThat(data.get("start_unix_nano").asText())
        .isEqualTo(String.valueOf(row.get(SpanColumns.START_UNIX_NANO)));
    assertThat(Tables.count(database, "agent_spans")).isZero();
  }

  @EachDatabase
  void isIdempotent(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    for (int i = 0; i < 3; i++) {
      schema.writer().quarantine(SpanRows.agent(1, 1).build(), new SQLException());
      schema.writer().quarantine(SpanRows.agent(1, 2).build(), new IllegalStateException());
    }
    assertThat(Tables.column(database, "SELECT reason FROM agent_quarantine ORDER BY span_id"))
        .containsExactly("java.sql.SQLException", "java.lang.IllegalStateException");
  }

  @EachDatabase
  void takesEveryTextAsReasonAndAsRow(TestDatabase database) throws SQLException {
    SpanWriter writer = Tables.open(database).writer();
    int number = 0;
    for (Map.Entry<String, String> text : Hostile.texts().entrySet()) {
      SpanRow row = SpanRows.llm(1, number++, 1).set(SpanColumns.INPUT, text.getValue()).build();
      writer.quarantine(row, new IllegalStateException(text.getValue()));
    }
    assertThat(Tables.count(database, "agent_quarantine")).isEqualTo(number);
  }
}
