// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Columns that users add to agent_spans. */
class AddedColumnsTest {
  private static final Column<String> PLAN = Column.text("shop_plan");
  private static final Column<Long> ORDER = Column.bigint("order");
  private static final Column<Double> RATIO = Column.doublePrecision("shop_ratio");
  private static final Column<Boolean> VIP = Column.bool("shop_vip");
  private static final List<Column<?>> ALL = List.of(PLAN, ORDER, RATIO, VIP);
  private static final int BOOTS = 32;

  @EachDatabase
  void createAddsThemToTablesWithRowsAndPartitions(TestDatabase database) throws SQLException {
    Tables.write(Tables.open(database), SpanRows.agent(1, 1).build());
    TraceSchema schema = open(database, SchemaMode.CREATE);
    Tables.write(schema, filled(2), lastWeek(3));
    assertThat(
            database.rows(
                "SELECT shop_plan, \"order\", shop_ratio FROM agent_spans ORDER BY trace_id"))
        .extracting(row -> row.get("shop_plan"))
        .containsExactly(null, "gold", "gold");
    assertThat(Tables.count(database, "agent_spans WHERE \"order\" = 7 AND shop_ratio = 0.5"))
        .isEqualTo(2);
    assertThat(database.rows("SELECT * FROM agent_spans WHERE trace_id = '" + traceId(1) + "'"))
        .allMatch(row -> row.get("shop_vip") == null);
  }

  @EachDatabase
  void everyWayOfReadingGivesThem(TestDatabase database) throws SQLException {
    TraceSchema schema = open(database, SchemaMode.CREATE);
    Tables.write(schema, filled(1));
    TraceReader reader = schema.reader();
    List<SpanRow> read = new ArrayList<>();
    reader.spans(traceId(1), read::add);
    read.add(reader.span(traceId(1), SpanRows.spanId(1)).orElseThrow());
    read.addAll(reader.trace(traceId(1)).orElseThrow().spans());
    assertThat(read).hasSize(3).allSatisfy(AddedColumnsTest::assertFilled);
    assertFilled(read.get(0).toBuilder().build());
    assertFilled(read.get(0).settled(true, 1));
    assertThat(reader.span(traceId(1), SpanRows.spanId(1)).orElseThrow().get(SpanColumns.INPUT))
        .isEqualTo("[{\"role\":\"user\"}]");
  }

  @EachDatabase
  void extremeValuesComeBackAsTheyWere(TestDatabase database) throws SQLException {
    TraceSchema schema = open(database, SchemaMode.CREATE);
    for (Long number : List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE)) {
      assertThat(stored(schema, SpanRows.span(1, 1).set(ORDER, number)).get(ORDER))
          .isEqualTo(number);
      database.execute("DELETE FROM agent_spans");
    }
    for (Double number : List.of(-0.1, Double.MAX_VALUE, Double.MIN_NORMAL, 1e200)) {
      assertThat(stored(schema, SpanRows.span(1, 1).set(RATIO, number)).get(RATIO))
          .isEqualTo(number);
      database.execute("DELETE FROM agent_spans");
    }
    for (String text : List.of("", "'; DROP TABLE agent_spans; --", "{a,\"b\",NULL}", "😀\n\\N")) {
      assertThat(stored(schema, SpanRows.span(1, 1).set(PLAN, text)).get(PLAN)).isEqualTo(text);
      database.execute("DELETE FROM agent_spans");
    }
  }

  @EachDatabase
  void whatADatabaseRefusesIsRepaired(TestDatabase database) throws SQLException {
    TraceSchema schema = open(database, SchemaMode.CREATE);
    SpanRow row =
        SpanRows.span(1, 1)
            .set(PLAN, "a\0b\ud800" + "x".repeat(300))
            .set(RATIO, Double.NaN)
            .set(VIP, null)
            .build();
    assertThat(row.repairs()).isEqualTo(2);
    Tables.write(schema, row);
    SpanRow read = schema.reader().span(row.traceId(), row.spanId()).orElseThrow();
    assertThat(read.get(PLAN)).isEqualTo(row.get(PLAN)).hasSize(256);
    assertThat(read.get(RATIO)).isNull();
    assertThat(read.get(VIP)).isNull();
    database.execute("CREATE INDEX shop_plans ON agent_spans (shop_plan)");
  }

  @EachDatabase
  void aDatabaseThatIsOpenedWithoutThemIgnoresTheirValues(TestDatabase database)
      throws SQLException {
    TraceSchema without = Tables.open(database);
    Tables.write(without, filled(1));
    SpanRow read = without.reader().span(traceId(1), SpanRows.spanId(1)).orElseThrow();
    assertThat(ALL).allSatisfy(column -> assertThat(read.<Object>get(cast(column))).isNull());
  }

  @EachDatabase
  void aRowThatIsPutAsideKeepsThem(TestDatabase database) throws SQLException {
    TraceSchema schema = open(database, SchemaMode.CREATE);
    schema.writer().quarantine(filled(1), new SQLException("no"));
    assertThat(Tables.column(database, "SELECT row_data FROM agent_quarantine").toString())
        .contains("\"order\":\"7\"");
  }

  @EachDatabase
  void amendingAndRepairingLeaveThemAlone(TestDatabase database) throws SQLException {
    TraceSchema schema = open(database, SchemaMode.CREATE);
    Tables.write(schema, filled(1));
    schema
        .writer()
        .amend(List.of(SpanRows.llm(1, 1, 9).set(SpanColumns.OUTPUT, "\"late\"").build()));
    schema.repair(traceId(1));
    SpanRow read = schema.reader().span(traceId(1), SpanRows.spanId(1)).orElseThrow();
    assertThat(read.get(SpanColumns.OUTPUT)).isEqualTo("\"late\"");
    assertFilled(read);
  }

  @EachDatabase
  void validateNamesTheSqlThatAddsThem(TestDatabase database) throws SQLException {
    Tables.open(database);
    assertThatThrownBy(() -> open(database, SchemaMode.VALIDATE))
        .isInstanceOf(TraceSchemaException.class)
        .hasMessageContaining("agent_spans lacks shop_plan, order, shop_ratio, shop_vip")
        .hasMessageContaining("schema.mode");
    database.execute(sql(database, SchemaMode.VALIDATE));
    Tables.write(open(database, SchemaMode.VALIDATE), filled(1));
    assertThat(Tables.count(database, "agent_spans WHERE shop_plan = 'gold'")).isEqualTo(1);
  }

  @EachDatabase
  void aColumnOfAnotherTypeIsRefused(TestDatabase database) throws SQLException {
    Tables.open(database);
    database.execute(
        "ALTER TABLE agent_spans ADD COLUMN shop_plan integer",
        "ALTER TABLE agent_spans ADD COLUMN shop_vip text NOT NULL DEFAULT ''");
    for (SchemaMode mode : List.of(SchemaMode.CREATE, SchemaMode.VALIDATE)) {
      assertThatThrownBy(
              () -> Tables.in(database.dataSource()).columns(List.of(PLAN, VIP)).mode(mode).open())
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageMatching(
              "(?is).*shop_plan is integer and must be text; shop_vip is text not null.*");
    }
  }

  @EachDatabase
  void noneTakesThemToBeThere(TestDatabase database) throws SQLException {
    open(database, SchemaMode.CREATE);
    TraceSchema schema = open(database, SchemaMode.NONE);
    Tables.write(schema, filled(1));
    assertFilled(schema.reader().span(traceId(1), SpanRows.spanId(1)).orElseThrow());
  }

  @EachDatabase
  void aMissingColumnIsNeverReadAsAText(TestDatabase database) throws SQLException {
    Tables.write(Tables.open(database), SpanRows.agent(1, 1).build());
    TraceReader reader = open(database, SchemaMode.NONE).reader();
    assertThatThrownBy(() -> reader.span(traceId(1), SpanRows.spanId(1)))
        .hasMessageContaining("shop_plan");
  }

  @EachDatabase
  void concurrentBootsAddThemOnce(TestDatabase database) throws Exception {
    Tables.open(database);
    Together.run(
        BOOTS,
        number ->
            () -> {
              Tables.write(open(database, SchemaMode.CREATE), filled(number + 1));
              return number;
            });
    assertThat(Tables.count(database, "agent_spans WHERE \"order\" = 7")).isEqualTo(BOOTS);
  }

  @EachDatabase
  void concurrentBootsOfEmptyDatabasesAddThemToo(TestDatabase database) throws Exception {
    Together.run(
        BOOTS,
        number ->
            () -> {
              Tables.write(open(database, SchemaMode.CREATE), filled(number + 1));
              return number;
            });
    assertThat(Tables.count(database, "agent_spans WHERE \"order\" = 7")).isEqualTo(BOOTS);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aRoleWithoutDdlNeedsThemToBeThere(TestDatabase database) throws SQLException {
    Tables.open(database);
    try (Role role = Role.in(database).grantWriting()) {
      TraceSchema.Builder asRole = Tables.in(role.dataSource()).columns(ALL);
      assertThatThrownBy(asRole::open)
          .isInstanceOf(TraceSchemaException.class)
          .hasMessageContaining("must be owner")
          .hasMessageContaining("ALTER TABLE agent_spans ADD COLUMN \"order\" bigint;");
      open(database, SchemaMode.CREATE);
      Tables.write(asRole.open(), filled(1));
      assertThat(Tables.count(database, "agent_spans WHERE \"order\" = 7")).isEqualTo(1);
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aNamedSchemaGetsItsOwn(TestDatabase database) throws SQLException {
    Tables.open(database);
    TraceSchema schema = Tables.in(database.dataSource()).schema("my traces").columns(ALL).open();
    Tables.write(schema, filled(1));
    assertFilled(schema.reader().span(traceId(1), SpanRows.spanId(1)).orElseThrow());
    assertThat(database.rows("SELECT * FROM agent_spans LIMIT 0")).isEmpty();
    assertThatThrownBy(() -> database.rows("SELECT shop_plan FROM agent_spans"))
        .isInstanceOf(SQLException.class);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void everyTypeIsWhatItsNameSays(TestDatabase database) throws SQLException {
    open(database, SchemaMode.CREATE);
    assertThat(
            database.rows(
                "SELECT column_name, data_type, is_nullable, column_default FROM information_schema.columns"
                    + " WHERE table_name = 'agent_spans' AND column_name IN ('shop_plan', 'order', 'shop_ratio', 'shop_vip')"
                    + " ORDER BY ordinal_position"))
        .extracting(Map::values)
        .extracting(Object::toString)
        .containsExactly(
            "[shop_plan, text, YES, null]",
            "[order, bigint, YES, null]",
            "[shop_ratio, double precision, YES, null]",
            "[shop_vip, boolean, YES, null]");
  }

  private static SpanRow filled(int trace) {
    return filling(SpanRows.llm(trace, 1, 9));
  }

  private static SpanRow lastWeek(int trace) {
    return filling(
        SpanRows.at(SpanRows.NOW.minus(Duration.ofDays(7)))
            .set(SpanColumns.TRACE_ID, traceId(trace))
            .set(SpanColumns.SPAN_ID, SpanRows.spanId(1)));
  }

  private static SpanRow filling(SpanRow.Builder row) {
    return row.set(SpanColumns.INPUT, "[{\"role\":\"user\"}]")
        .set(PLAN, "gold")
        .set(ORDER, 7L)
        .set(RATIO, 0.5)
        .set(VIP, true)
        .build();
  }

  private static void assertFilled(SpanRow row) {
    assertThat(row.get(PLAN)).isEqualTo("gold");
    assertThat(row.get(ORDER)).isEqualTo(7);
    assertThat(row.get(RATIO)).isEqualTo(0.5);
    assertThat(row.get(VIP)).isTrue();
  }

  private static SpanRow stored(TraceSchema schema, SpanRow.Builder row) throws SQLException {
    SpanRow built = row.build();
    Tables.write(schema, built);
    return schema.reader().span(built.traceId(), built.spanId()).orElseThrow();
  }

  /** The SQL of the message, which comes after its first line. */
  private static String[] sql(TestDatabase database, SchemaMode mode) {
    try {
      open(database, mode);
      throw new AssertionError("they were there already");
    } catch (TraceSchemaException e) {
      return e.getMessage().substring(e.getMessage().indexOf('\n') + 1).split("\n");
    }
  }

  private static TraceSchema open(TestDatabase database, SchemaMode mode) {
    return Tables.in(database.dataSource()).columns(ALL).mode(mode).open();
  }

  private static String traceId(int trace) {
    return SpanRows.traceId(trace);
  }

  @SuppressWarnings("unchecked")
  private static Column<Object> cast(Column<?> column) {
    return (Column<Object>) column;
  }
}
