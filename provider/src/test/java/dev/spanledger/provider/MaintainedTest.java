// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.maintenance.MaintenanceReport;
import dev.spanledger.maintenance.RetentionPolicy;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaintainedTest {
  @EachDatabase
  void everyRouteCanBeMaintained(TestDatabase database) {
    try (TestDatabase other = TestDatabase.open(database.kind());
        Spanledger ledger =
            Spanledger.builder(database.dataSource())
                .route("other", other.dataSource())
                .maintenance(false)
                .build()) {
      assertThat(ledger.maintenance().runOnce()).satisfies(MaintainedTest::wentWell);
      assertThat(ledger.maintenance("other").runOnce()).satisfies(MaintainedTest::wentWell);
      assertThatThrownBy(() -> ledger.maintenance("elsewhere"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("other");
    }
  }

  @EachDatabase(DatabaseKind.POSTGRESQL)
  void partitionsAreMadeAsFarAheadAsIsSet(TestDatabase database) throws SQLException {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).partitionsAhead(12).build()) {
      ledger.maintenance().runOnce();
    }
    LocalDate last = LocalDate.now(ZoneOffset.UTC).plusDays(12);
    assertThat(
            database.rows(
                "SELECT 1 WHERE to_regclass('agent_spans_p%s') IS NOT NULL"
                    .formatted(last.toString().replace("-", ""))))
        .hasSize(1);
  }

  @EachDatabase
  void closingTheLedgerEndsIt(TestDatabase database) {
    Spanledger ledger =
        Spanledger.builder(database.dataSource())
            .maintenanceInterval(Duration.ofSeconds(1))
            .build();
    ledger.close();
    assertThat(ledger.maintenance().runOnce().led()).isFalse();
  }

  @EachDatabase
  void tracesAreKeptAsLongAsIsSet(TestDatabase database) {
    RetentionPolicy policy =
        RetentionPolicy.builder().days(30).daysOfTag("golden", RetentionPolicy.FOREVER).build();
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).retention(policy).maintenance(false).build()) {
      assertThat(ledger.maintenance().retentionPlan()).isPresent();
      assertThat(ledger.maintenance().runOnce()).satisfies(MaintainedTest::wentWell);
    }
    Settings keys = settings(Map.of(Knob.RETENTION_DAYS, "30", Knob.RETENTION_ERROR_DAYS, "90"));
    assertThat(keys.retention()).hasToString("traces 30 days, with errors 90 days");
    assertThat(settings(Map.of()).retention()).isNull();
  }

  @Test
  void rulesThatContradictEachOtherAreRefused() {
    assertThatThrownBy(
            () -> settings(Map.of(Knob.RETENTION_DAYS, "30", Knob.RETENTION_ERROR_DAYS, "7")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spanledger.retention.days")
        .hasMessageContaining("daysOfErrors is 7, shorter than days (30)");
    assertThatThrownBy(() -> settings(Map.of(Knob.RETENTION_ERROR_DAYS, "7")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a retention policy needs days");
    assertThatThrownBy(() -> settings(Map.of(Knob.RETENTION_DAYS, "0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spanledger.retention.days must be from 1 to 36500");
  }

  private static Settings settings(Map<Knob, String> keys) {
    return Settings.of(Map.of(), keys::get);
  }

  private static void wentWell(MaintenanceReport report) {
    assertThat(report.led()).isTrue();
    assertThat(report.failed()).as(report.toString()).isFalse();
  }
}
