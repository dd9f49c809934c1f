// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.schema.TraceSchemaException;
import dev.spanledger.schema.Upkeep;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UpkeepTest {
  private static final Duration WHILE = Duration.ofMinutes(5);

  @EachDatabase
  void aTaskIsHeldByOneUntilItIsGivenBack(TestDatabase database) {
    Upkeep one = Tables.open(database).upkeep();
    Upkeep other = Tables.open(database).upkeep();
    assertThat(one.hold("cleaning", "one", WHILE)).isTrue();
    assertThat(one.hold("cleaning", "one", WHILE)).as("again").isTrue();
    assertThat(other.hold("cleaning", "other", WHILE)).isFalse();
    assertThat(other.hold("painting", "other", WHILE)).as("another task").isTrue();
    other.release("cleaning", "other");
    assertThat(other.hold("cleaning", "other", WHILE)).as("not its own to give back").isFalse();
    one.release("cleaning", "one");
    assertThat(other.hold("cleaning", "other", WHILE)).isTrue();
  }

  @EachDatabase
  void whatADeadProcessHeldIsTakenOver(TestDatabase database) {
    Upkeep upkeep = Tables.open(database).upkeep();
    assertThat(upkeep.hold("cleaning", "dead", Duration.ofSeconds(-1))).isTrue();
    assertThat(upkeep.hold("cleaning", "heir", WHILE)).isTrue();
    assertThat(upkeep.hold("cleaning", "dead", WHILE)).isFalse();
  }

  @EachDatabase
  void ofManyThatTryAtOnceOneHoldsIt(TestDatabase database) throws Exception {
    Tables.open(database);
    List<Boolean> held = java.util.Collections.synchronizedList(new ArrayList<>());
    Together.run(
        8,
        number -> {
          Upkeep upkeep = Tables.open(database).upkeep();
          return () -> held.add(upkeep.hold("cleaning", "p" + number, WHILE));
        });
    assertThat(held).hasSize(8).containsOnlyOnce(true);
  }

  @EachDatabase
  void whatATaskRemembersStays(TestDatabase database) {
    Upkeep upkeep = Tables.open(database).upkeep();
    assertThat(upkeep.state("cleaning")).isEmpty();
    upkeep.remember("cleaning", "{\"floor\":1}");
    assertThat(upkeep.hold("cleaning", "one", WHILE)).isTrue();
    upkeep.remember("cleaning", "{\"floor\":2}");
    assertThat(Tables.open(database).upkeep().state("cleaning")).contains("{\"floor\":2}");
    assertThat(Tables.open(database).upkeep().hold("cleaning", "other", WHILE)).isFalse();
  }

  @EachDatabase
  void nowIsTheDatabasesClock(TestDatabase database) {
    assertThat(Tables.open(database).upkeep().now())
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void partitionsAreMadeAhead(TestDatabase database) throws SQLException {
    Upkeep upkeep = TraceSchema.builder(database.dataSource()).open().upkeep();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    assertThat(upkeep.partitionsAhead(7))
        .containsExactlyElementsOf(IntStream.rangeClosed(4, 7).mapToObj(today::plusDays).toList());
    assertThat(upkeep.partitionsAhead(7)).isEmpty();
    assertThat(partitions(database)).hasSize(2 * 9);
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aDatabaseThatWasAwayForAWeekCatchesUp(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    for (Object partition : partitions(database)) {
      database.execute("DROP TABLE " + partition);
    }
    makePartition(database, today.minusDays(8));
    assertThat(schema.upkeep().partitionsAhead(2))
        .containsExactlyElementsOf(IntStream.rangeClosed(-7, 2).mapToObj(today::plusDays).toList());
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aPartitionThatSomebodyAttachedCoversItsDays(TestDatabase database) throws SQLException {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    database.execute(
        "CREATE TABLE by_hand (LIKE agent_spans INCLUDING ALL)",
        "ALTER TABLE agent_spans ATTACH PARTITION by_hand FOR VALUES FROM ('%s 00:00:00+00') TO ('%s 00:00:00+00')"
            .formatted(today.plusDays(4), today.plusDays(7)));
    schema.upkeep().partitionsAhead(7);
    assertThat(partitions(database))
        .contains("by_hand", "agent_contents_p" + digits(today.plusDays(5)))
        .contains("agent_spans_p" + digits(today.plusDays(7)))
        .doesNotContain("agent_spans_p" + digits(today.plusDays(5)));
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void whereNothingMayBeCreatedTheSqlIsSaidAndDoesIt(TestDatabase database) throws SQLException {
    TraceSchema.builder(database.dataSource()).open();
    try (Role role = Role.in(database).grantWriting()) {
      for (SchemaMode mode : SchemaMode.values()) {
        Upkeep upkeep = TraceSchema.builder(role.dataSource()).mode(mode).open().upkeep();
        assertThatThrownBy(() -> upkeep.partitionsAhead(5))
            .isInstanceOf(TraceSchemaException.class)
            .hasMessageContaining("CREATE TABLE agent_spans_p");
      }
      Upkeep upkeep = TraceSchema.builder(role.dataSource()).mode(SchemaMode.NONE).open().upkeep();
      String sql = upkeep.partitionScript(5);
      assertThat(sql).contains("agent_spans_p", "agent_contents_p");
      database.execute(sql);
      assertThat(upkeep.partitionsAhead(5)).isEmpty();
      assertThat(upkeep.partitionScript(5)).isEmpty();
    }
  }

  @EachDatabase
  void plainTablesNeedNone(TestDatabase database) throws SQLException {
    Upkeep upkeep =
        TraceSchema.builder(database.dataSource()).partitioning(Partitioning.NONE).open().upkeep();
    assertThat(upkeep.partitionsAhead(7)).isEmpty();
    assertThat(upkeep.partitionScript(7)).isEmpty();
  }

  @Test
  void daysHaveBounds() {
    try (TestDatabase database = TestDatabase.open(DatabaseKind.POSTGRESQL)) {
      Upkeep upkeep = Tables.open(database).upkeep();
      for (int days : new int[] {0, -1, 367}) {
        assertThatThrownBy(() -> upkeep.partitionsAhead(days))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("from 1 to 366");
      }
    }
  }

  private static void makePartition(TestDatabase database, LocalDate day) throws SQLException {
    database.execute(
        "CREATE TABLE agent_spans_p%1$s PARTITION OF agent_spans FOR VALUES FROM ('%2$s 00:00:00+00') TO ('%3$s 00:00:00+00')"
            .formatted(digits(day), day, day.plusDays(1)),
        "CREATE TABLE agent_contents_p%1$s PARTITION OF agent_contents FOR VALUES FROM ('%2$s') TO ('%3$s')"
            .formatted(digits(day), day, day.plusDays(1)));
  }

  private static String digits(LocalDate day) {
    return day.toString().replace("-", "");
  }

  private static List<Object> partitions(TestDatabase database) throws SQLException {
    return Tables.column(
        database,
        "SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE c.relkind = 'r' ORDER BY 1");
  }
}
