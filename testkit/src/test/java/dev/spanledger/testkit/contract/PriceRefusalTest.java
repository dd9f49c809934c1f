// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** The table itself refuses prices that cannot be right, and says which column it is about. */
class PriceRefusalTest {
  private static final Map<String, String> GOOD =
      Map.of(
          "model_pattern", "'m'",
          "bucket", "'input'",
          "rate_pico", "1",
          "effective_from", "'2026-01-01T00:00:00Z'");

  @EachDatabase
  void eachBadValueIsRefusedWithItsReason(TestDatabase database) throws SQLException {
    Tables.open(database);
    refused(database, "rate_pico", "-1");
    refused(database, "bucket", "'inputs'");
    refused(database, "model_pattern", "''");
    refused(database, "provider", "''");
    refused(database, "match_kind", "'glob'");
    refused(database, "service_class", "'cheap'");
    refused(database, "min_prompt_tokens", "-1");
    refused(database, "unit", "'call'");
    refused(database, "effective_to", "'2025-12-31T00:00:00Z'");
    refused(database, "rate_pico", "NULL");
    refused(database, "effective_from", "NULL");
    assertThat(Tables.count(database, "agent_model_prices")).isZero();

    database.execute(insert(GOOD));
    assertThatThrownBy(() -> database.execute(insert(GOOD)))
        .as("the same price twice")
        .isInstanceOf(SQLException.class)
        .message()
        .containsIgnoringCase("unique");
    assertThat(Tables.count(database, "agent_model_prices")).isOne();
  }

  private static void refused(TestDatabase database, String column, String value) {
    Map<String, String> bad = new TreeMap<>(GOOD);
    bad.put(column, value);
    assertThatThrownBy(() -> database.execute(insert(bad)))
        .as("%s = %s", column, value)
        .isInstanceOf(SQLException.class)
        .message()
        .containsPattern("constraint")
        .contains(column);
  }

  private static String insert(Map<String, String> row) {
    Map<String, String> ordered = new TreeMap<>(row);
    return "INSERT INTO agent_model_prices (%s) VALUES (%s)"
        .formatted(String.join(", ", ordered.keySet()), String.join(", ", ordered.values()));
  }
}
