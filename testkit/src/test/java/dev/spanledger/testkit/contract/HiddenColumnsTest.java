// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TextSearch;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A reader whose role may not read every column. */
class HiddenColumnsTest {
  private static final String TRACE = SpanRows.traceId(1);

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void areReadAsNull(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("reader");
        Role grafana = scripts.member("spanledger_reader")) {
      scripts.schema().writer().write(List.of(failed()));
      TraceReader owner = scripts.schema().reader();
      assertThat(owner.hiddenColumns()).isEmpty();
      TraceReader reader =
          Tables.in(grafana.dataSource()).mode(SchemaMode.VALIDATE).open().reader();
      assertThat(reader.hiddenColumns())
          .contains("agent_traces.first_error", "agent_spans.input", "agent_scores.explanation")
          .doesNotContain("agent_spans.name");

      TraceRow trace = reader.list(TraceQuery.all()).traces().get(0);
      assertThat(owner.row(TRACE).orElseThrow().get(TraceColumns.FIRST_ERROR)).contains("secret");
      assertThat(trace.get(TraceColumns.FIRST_ERROR)).isNull();
      assertThat(trace.spanCount()).isEqualTo(1);
      assertThat(reader.rows(List.of(TRACE))).containsExactly(trace);
      assertThat(reader.facets(TraceQuery.all()).traces()).isEqualTo(1);
      assertThat(reader.sessions(TraceQuery.all()).sessions()).hasSize(1);

      List<SpanRow> outline = new ArrayList<>();
      reader.outline(TRACE, outline::add);
      outline.addAll(reader.changes(Instant.EPOCH).poll(10));
      outline.addAll(reader.trace(TRACE).orElseThrow().spans());
      assertThat(outline)
          .hasSize(3)
          .allSatisfy(
              span -> {
                assertThat(span.get(SpanColumns.ERROR_MESSAGE)).isNull();
                assertThat(span.get(SpanColumns.INPUT_PREVIEW)).isNull();
                assertThat(span.status()).isEqualTo("ERROR");
              });
      assertThat(reader.scores(TRACE)).isEmpty();
    }
  }

  /** A role of somebody's own, which may read the one column and not the other. */
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void leaveTheMessageThatIsNotHidden(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("reader");
        Role grafana = scripts.member("spanledger_reader")) {
      scripts.schema().writer().write(List.of(failed()));
      database.execute("GRANT SELECT (error_message) ON agent_spans TO spanledger_reader");
      TraceReader reader = Tables.in(grafana.dataSource()).mode(SchemaMode.NONE).open().reader();
      assertThat(reader.hiddenColumns()).contains("agent_spans.status_message");
      List<SpanRow> outline = new ArrayList<>();
      reader.outline(TRACE, outline::add);
      assertThat(outline)
          .extracting(span -> span.get(SpanColumns.ERROR_MESSAGE))
          .containsExactly("a secret");
    }
  }

  /** Null would say that nothing was said. */
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void areRefusedWhereTheyAreWhatIsAskedFor(TestDatabase database) throws SQLException {
    try (RoleScripts scripts = RoleScripts.in(database).run("reader");
        Role grafana = scripts.member("spanledger_reader")) {
      scripts.schema().writer().write(List.of(failed()));
      TraceReader reader = Tables.in(grafana.dataSource()).mode(SchemaMode.NONE).open().reader();
      assertThatThrownBy(() -> reader.span(TRACE, "0000000000000002"))
          .hasStackTraceContaining("permission denied");
      assertThatThrownBy(() -> reader.search(TRACE, TextSearch.text("secret")))
          .hasStackTraceContaining("permission denied");
      assertThatThrownBy(() -> reader.list(TraceQuery.all().text("secret")))
          .hasStackTraceContaining("permission denied");
    }
  }

  private static SpanRow failed() {
    return SpanRows.agent(1, 2)
        .set(SpanColumns.SESSION_ID, "s")
        .set(SpanColumns.STATUS, "ERROR")
        .set(SpanColumns.ERROR_MESSAGE, "a secret")
        .set(SpanColumns.INPUT_PREVIEW, "a secret")
        .build();
  }
}
