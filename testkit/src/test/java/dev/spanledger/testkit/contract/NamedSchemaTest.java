// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.SpanWriter;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

class NamedSchemaTest {
  @EachDatabase(DatabaseKind.POSTGRESQL)
  void putsEverythingInTheNamedSchema(TestDatabase database) throws SQLException {
    TraceSchema schema = open(database, "traces");
    SpanRow monthsAgo =
        SpanRows.at(SpanRows.NOW.minus(Duration.ofDays(90)))
            .set(SpanColumns.TRACE_ID, SpanRows.traceId(2))
            .set(SpanColumns.SPAN_ID, SpanRows.spanId(1))
            .build();
    Tables.write(schema, SpanRows.agent(1, 1).build(), monthsAgo);
    schema.writer().quarantine(SpanRows.agent(3, 1).build(), new IllegalStateException("bad"));
    assertThat(
            Tables.column(
                database,
                "SELECT DISTINCT relnamespace::regnamespace::text FROM pg_class"
                    + " WHERE relname LIKE 'agent%' OR relname LIKE 'spanledger%'"))
        .containsExactly("traces");
    assertThat(Tables.count(database, "traces.agent_quarantine")).isEqualTo(1);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void keepsTwoSchemasApart(TestDatabase database) throws SQLException {
    TraceSchema one = open(database, "one");
    TraceSchema other = open(database, "the \"Other\", öne: <b> ?");
    TraceSchema byPath = Tables.open(database);
    SpanWriter writerOfOne = one.writer();
    SpanWriter writerOfOther = other.writer();
    writerOfOne.write(List.of(SpanRows.agent(1, 1).build(), SpanRows.llm(1, 2, 1).build()));
    writerOfOther.write(List.of(SpanRows.agent(1, 1).build()));
    writerOfOne.write(List.of(SpanRows.llm(1, 3, 1).build()));
    assertThat(one.reader().trace(SpanRows.traceId(1)).orElseThrow().spans()).hasSize(3);
    assertThat(other.reader().trace(SpanRows.traceId(1)).orElseThrow().spans()).hasSize(1);
    assertThat(other.reader().recompute(SpanRows.traceId(1)).orElseThrow().spanCount()).isOne();
    assertThat(other.reader().span(SpanRows.traceId(1), SpanRows.spanId(1))).isPresent();
    assertThat(other.reader().list(TraceQuery.all().agent("support")).traces()).hasSize(1);
    assertThat(byPath.reader().list(TraceQuery.all()).traces()).isEmpty();
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void usesASchemaThatItsOwnerMade(TestDatabase database) throws SQLException {
    database.execute("CREATE SCHEMA traces");
    try (Role role = Role.in(database).grant("CREATE, USAGE ON SCHEMA traces")) {
      TraceSchema schema = Tables.in(role.dataSource()).schema("traces").open();
      Tables.write(schema, SpanRows.agent(1, 1).build());
      assertThat(Tables.count(database, "traces.agent_spans")).isEqualTo(1);
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void sqliteHasNoNamedSchemas(TestDatabase database) {
    assertThatThrownBy(() -> open(database, "traces"))
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("SQLite")
        .hasMessageContaining("traces");
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void refusesNamesThatPostgresWouldCut(TestDatabase database) {
    TraceSchema.Builder builder = Tables.in(database.dataSource());
    for (String name : List.of("", " ", "x".repeat(64), "ö".repeat(32), "a\0b")) {
      assertThatThrownBy(() -> builder.schema(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("schema");
    }
    builder.schema("ö".repeat(31)).open();
  }

  private static TraceSchema open(TestDatabase database, String name) {
    return Tables.in(database.dataSource()).schema(name).open();
  }
}
