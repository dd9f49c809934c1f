// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.inspect.Comparison.Pair;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class ComparisonTest {
  @EachDatabase
  void stepsMatchInTheirOrder(TestDatabase database) throws SQLException {
    Run left = run(database, "plan", "search x", "search y", "answer");
    Run right = run(database, "plan", "search y", "fetch", "answer");
    assertThat(text(left, right))
        .containsExactly(
            "agent SAME agent",
            "plan SAME plan",
            "search x REMOVED -",
            "search y SAME search y",
            "- ADDED fetch",
            "answer SAME answer");
  }

  @EachDatabase
  void anotherInputIsAChange(TestDatabase database) throws SQLException {
    assertThat(text(run(database, "search x"), run(database, "search y")))
        .containsExactly("agent SAME agent", "search x CHANGED search y");
  }

  @EachDatabase
  void whatIsGoneIsGoneWithAllBelowIt(TestDatabase database) throws SQLException {
    Run left =
        Stored.run(
            database,
            Stored.row(1, 0, "AGENT", "agent", 0, 100),
            Stored.row(2, 1, "CHAIN", "chain", 0, 50),
            Stored.row(3, 2, "TOOL", "tool", 10, 20));
    Run right = Stored.run(database, Stored.row(1, 0, "AGENT", "agent", 0, 100));
    assertThat(Comparison.of(left, right))
        .extracting(Pair::left, Pair::right)
        .containsExactly(tuple(0, 0), tuple(1, -1), tuple(2, -1));
    assertThat(Comparison.of(right, left))
        .extracting(Pair::left, Pair::right)
        .containsExactly(tuple(0, 0), tuple(-1, 1), tuple(-1, 2));
  }

  /** Each span of both is in exactly one pair, whatever the runs are, and a run is like itself. */
  @EachDatabase
  void nothingIsLost(TestDatabase database) throws SQLException {
    long seed = new Random().nextLong();
    System.out.println("ComparisonTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 5; round++) {
      Run left = random(database, random);
      Run right = random(database, random);
      List<Pair> pairs = Comparison.of(left, right);
      assertThat(pairs.stream().mapToInt(Pair::left).filter(i -> i >= 0).boxed().toList())
          .containsExactlyElementsOf(all(left));
      assertThat(pairs.stream().mapToInt(Pair::right).filter(i -> i >= 0).boxed().toList())
          .containsExactlyElementsOf(all(right));
      assertThat(Comparison.of(left, left))
          .allSatisfy(pair -> assertThat(pair.change()).isEqualTo(Comparison.Change.SAME));
    }
  }

  @EachDatabase
  void longListsAreMatchedToo(TestDatabase database) throws SQLException {
    String[] steps =
        IntStream.range(0, 3_000).mapToObj(i -> "step " + i % 7).toArray(String[]::new);
    Run left = run(database, steps);
    steps[1_500] = "other";
    Run right = run(database, steps);
    assertThat(Comparison.of(left, right))
        .filteredOn(pair -> pair.change() != Comparison.Change.SAME)
        .hasSize(2);
  }

  private static org.assertj.core.groups.Tuple tuple(int left, int right) {
    return org.assertj.core.groups.Tuple.tuple(left, right);
  }

  private static List<Integer> all(Run run) {
    return IntStream.range(0, run.size()).boxed().toList();
  }

  private static Run random(TestDatabase database, Random random) throws SQLException {
    SpanRow.Builder[] rows = new SpanRow.Builder[40];
    for (int i = 0; i < rows.length; i++) {
      int parent = i == 0 ? 0 : 1 + random.nextInt(i);
      rows[i] =
          Stored.row(i + 1, parent, "TOOL", "t" + random.nextInt(4), i, i + 1)
              .set(SpanColumns.INPUT_PREVIEW, "x" + random.nextInt(3));
    }
    return Stored.run(database, rows);
  }

  /** Steps by name and, behind a blank, their input. */
  private static Run run(TestDatabase database, String... steps) throws SQLException {
    SpanRow.Builder[] rows = new SpanRow.Builder[steps.length + 1];
    rows[0] = Stored.row(1, 0, "AGENT", "agent", 0, 10_000);
    for (int i = 0; i < steps.length; i++) {
      String[] step = steps[i].split(" ", 2);
      rows[i + 1] =
          Stored.row(i + 2, 1, "TOOL", step[0], i, i + 1)
              .set(SpanColumns.INPUT_PREVIEW, step.length > 1 ? step[1] : null);
    }
    return Stored.run(database, rows);
  }

  private static List<String> text(Run left, Run right) throws SQLException {
    return Comparison.of(left, right).stream()
        .map(
            pair -> name(left, pair.left()) + " " + pair.change() + " " + name(right, pair.right()))
        .toList();
  }

  private static String name(Run run, int i) {
    if (i < 0) {
      return "-";
    }
    long input = run.inputHash(i);
    return input == 0 ? run.name(i) : run.name(i) + " " + NAMES.get(input);
  }

  /** The inputs of this test by their hashes. */
  private static final Inputs NAMES = new Inputs();

  /** What was put in, by what a run says of it. */
  private static final class Inputs {
    String get(long hash) {
      return IntStream.rangeClosed('a', 'z')
          .mapToObj(letter -> String.valueOf((char) letter))
          .filter(text -> SpanTable.hash(text) == hash)
          .findFirst()
          .orElseThrow();
    }
  }
}
