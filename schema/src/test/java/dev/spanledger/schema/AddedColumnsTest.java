// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddedColumnsTest {
  private static final Column<String> PLAN = Column.text("shop_plan");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Plan",
        "1plan",
        "_plan",
        "plan-b",
        "plan b",
        "a\"b",
        "pläne",
        "a;drop",
        "a\n",
        "a123456789b123456789c123456789d123456789e123456789f123456789xyz4"
      })
  void aNameIsAnIdentifier(String name) {
    assertThatThrownBy(() -> Column.text(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lower-case");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trace_id",
        "model",
        "attributes",
        "source",
        "resource",
        "system_instructions",
        "tool_definitions",
        "ingested_at",
        "ctid",
        "rowid"
      })
  void aNameThatIsTakenIsRefused(String name) {
    assertThatThrownBy(() -> Column.bigint(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "' is taken");
  }

  @Test
  void onlyColumnsOfOnesOwnAreAddedEachOnce() {
    assertThat(AddedColumns.checked(List.of(PLAN, Column.bool("order")))).hasSize(2);
    assertThatThrownBy(() -> AddedColumns.checked(List.of(PLAN, Column.bigint("shop_plan"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shop_plan");
    assertThatThrownBy(() -> AddedColumns.checked(List.of(SpanColumns.MODEL)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model");
  }

  @Test
  void columnsAreEqualWhereNameAndTypeAre() {
    assertThat(Column.text("shop_plan")).isEqualTo(PLAN).hasSameHashCodeAs(PLAN);
    assertThat(Column.bigint("shop_plan")).isNotEqualTo(PLAN);
    assertThat(TraceColumns.TRACE_ID).isNotEqualTo(SpanColumns.TRACE_ID);
  }
}
