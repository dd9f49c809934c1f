// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.util.List;

class RepeatsTest {
  @EachDatabase
  void onlySiblingsThatFollowOneAnotherRepeat(TestDatabase database) throws SQLException {
    Run run =
        Stored.run(
            database,
            Stored.row(1, 0, "AGENT", "agent", 0, 100),
            tool(2, 1, "a"),
            tool(3, 1, "a"),
            tool(4, 3, "a"),
            tool(5, 1, "b"),
            tool(6, 1, "a"),
            tool(7, 1, null),
            tool(8, 1, null),
            tool(9, 1, "c"),
            tool(10, 1, "c"),
            tool(11, 1, "c"));
    List<Repeats.Group> groups = Repeats.of(run);
    assertThat(groups)
        .extracting(Repeats.Group::spans)
        .containsExactly(List.of(1, 2), List.of(8, 9, 10));
    assertThat(groups.get(1).count()).isEqualTo(3);
    assertThat(Repeats.repeatsTheOneBefore(run, 2)).isTrue();
    assertThat(Repeats.repeatsTheOneBefore(run, 1)).isFalse();
    assertThat(Repeats.repeatsTheOneBefore(run, 3)).as("the child of one").isFalse();
    assertThat(Repeats.repeatsTheOneBefore(run, 0)).isFalse();
  }

  private static SpanRow.Builder tool(long span, long parent, String input) {
    return Stored.row(span, parent, "TOOL", "search", span, span + 1)
        .set(SpanColumns.INPUT_PREVIEW, input);
  }
}
