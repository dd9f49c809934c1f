// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.Await;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceTest {
  @EachDatabase
  void oneProcessLeadsAtATime(TestDatabase database) {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    assertThat(schema.upkeep().hold("maintenance", "other", Duration.ofMinutes(1))).isTrue();
    try (Maintenance maintenance = Maintenance.builder(schema).build()) {
      assertThat(maintenance.runOnce().led()).isFalse();
      schema.upkeep().release("maintenance", "other");
      MaintenanceReport report = maintenance.runOnce();
      assertThat(report.led()).isTrue();
      assertThat(report.failed()).as(report.toString()).isFalse();
      assertThat(schema.upkeep().hold("maintenance", "other", Duration.ofMinutes(1)))
          .as("given back")
          .isTrue();
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void itsOwnThreadMakesPartitionsAhead(TestDatabase database) throws Exception {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    try (Maintenance maintenance =
        Maintenance.builder(schema).partitionsAhead(9).firstAfter(Duration.ofSeconds(1)).build()) {
      maintenance.start();
      maintenance.start();
      Await.until(
          "partitions", Duration.ofSeconds(30), () -> schema.upkeep().partitionScript(9).isEmpty());
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void aStrayInterruptDoesNotEndIt(TestDatabase database) throws Exception {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    try (Maintenance maintenance =
        Maintenance.builder(schema)
            .name("to-be-interrupted")
            .partitionsAhead(9)
            .firstAfter(Duration.ofSeconds(1))
            .build()) {
      maintenance.start();
      Thread own =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("to-be-interrupted"))
              .findFirst()
              .orElseThrow();
      own.interrupt();
      Await.until(
          "partitions", Duration.ofSeconds(30), () -> schema.upkeep().partitionScript(9).isEmpty());
      assertThat(own.isAlive()).isTrue();
    }
  }

  @EachDatabase
  void aClosedOneDoesNothing(TestDatabase database) {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    Maintenance maintenance = Maintenance.builder(schema).build();
    maintenance.close();
    maintenance.close();
    maintenance.start();
    assertThat(maintenance.runOnce().led()).isFalse();
  }

  @EachDatabase
  void aDatabaseThatIsAwayIsReportedAndTriedAgain(TestDatabase database) throws Exception {
    TraceSchema schema = TraceSchema.builder(database.dataSource()).open();
    try (Maintenance maintenance = Maintenance.builder(schema).build()) {
      database.execute("ALTER TABLE agent_maintenance RENAME TO elsewhere");
      MaintenanceReport report = maintenance.runOnce();
      assertThat(report.failed()).isTrue();
      assertThat(report.toString()).contains("agent_maintenance");
      database.execute("ALTER TABLE elsewhere RENAME TO agent_maintenance");
      assertThat(maintenance.runOnce().failed()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.009, 1.01, Double.NaN})
  void aShareHasBounds(double share) {
    try (TestDatabase database = TestDatabase.open(DatabaseKind.SQLITE)) {
      MaintenanceBuilder builder =
          Maintenance.builder(TraceSchema.builder(database.dataSource()).open());
      assertThatThrownBy(() -> builder.share(share))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("0.01 to 1");
    }
  }
}
