// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/** What can be asked for. */
final class Usage {
  private Usage() {}

  static String text(List<Part> parts) {
    StringBuilder text =
        new StringBuilder(
            """
            Measures Spanledger against doing without it. Every figure is a ratio to a reference of the same run.

              mvn -q compile exec:exec -pl benchmarks -am -Dbenchmark.args="[PART...] [OPTION...]"

            Parts; all of them where none is named:
            """);
    for (Part part : parts) {
      text.append("  %-12s %s%n".formatted(part.name(), part.description()));
      for (String piece : part.pieces()) {
        text.append("               %s:%s%n".formatted(part.name(), piece));
      }
    }
    return text.append(
            """
            Options:
              --corpus DIR   where tau-airline.otlp.jsonl.gz is; SPANLEDGER_CORPUS names it too. Without it, a
                             generated conversation takes its place
              --rounds N     rounds of each contender; their median counts (%d)
              --warmups N    rounds before those, which do not count (%d); with any, ours runs until it is compiled first
              --profile      say where the time of our threads goes, and write target/*.jfr; as many rounds more
              --quick        see that everything runs, with so few spans that the figures mean nothing
              --help         this

            PostgreSQL is an embedded server with durable commits, or the one that SPANLEDGER_TEST_PG_URL names
            (with SPANLEDGER_TEST_PG_USER and SPANLEDGER_TEST_PG_PASSWORD). Let the machine do nothing else.
            Everything goes to target/benchmarks.json as well.

            Examples:
              -Dbenchmark.args="ingest:corpus-postgres --rounds 15"
              -Dbenchmark.args="storage --corpus ../recordings"
            """
                .formatted(Options.DEFAULT.rounds(), Options.DEFAULT.warmups()))
        .toString();
  }

  /**
   * Refuses what there is not.
   *
   * @throws IllegalArgumentException naming what there is
   */
  static void check(Options options, List<Part> parts) {
    List<String> known = parts.stream().flatMap(Usage::names).toList();
    for (String part : options.parts()) {
      if (!known.contains(part)) {
        throw new IllegalArgumentException("there is no part " + part + ", but " + known);
      }
    }
  }

  private static Stream<String> names(Part part) {
    return Stream.concat(
        Stream.of(part.name()), part.pieces().stream().map(piece -> part.name() + ":" + piece));
  }
}
