// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Whatever passes for JSON with us must pass with the databases, and break no query of theirs. */
class JsonFuzzTest {
  private static final int TEXTS = 300;

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "[",
          "]",
          ",",
          ":",
          "\"role\"",
          "\"user\"",
          "\"a\":1",
          "null",
          "true",
          "false",
          "0",
          "-0",
          "01",
          "+1",
          "1.",
          ".5",
          "1e5",
          "1E-400",
          "1e999",
          "-1e1000000000000",
          "12345678901234567890123",
          "NaN",
          "Infinity",
          "'a'",
          "\"",
          "\\",
          "\\u0000",
          "\\u0001",
          "\\ud83d\\ude00",
          "\\ud83d",
          "\\udE00",
          "\\\\ud83d",
          "\\u00e9",
          "\\x41",
          "\0",
          "\u0001",
          "\u001F",
          "\u007F",
          "\u00A0",
          "\uFEFF",
          "\uD83D\uDE00",
          "\uD83D",
          "\u2028",
          " ",
          "\t",
          "\n",
          "\r",
          "\f",
          "//c\n",
          "/*c*/",
          "undefined",
          "0x10",
          "1_000",
          "[1,]",
          "{a:1}");

  @EachDatabase
  void acceptedTextsAreStoredAndReadable(TestDatabase database) throws SQLException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<SpanRow> rows = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      rows.add(row(i, text(random)));
    }
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setDataSource(database.dataSource());
      TraceSchema schema = Tables.in(pool).open();
      schema.writer().write(rows);
      rows.forEach(row -> ReadBack.assertEqual(schema.reader(), row, "seed " + seed));
    }
    assertThat(database.rows("SELECT role, message FROM agent_span_messages"))
        .as("seed %d", seed)
        .hasSizeGreaterThan(TEXTS / 4);
    assertThat(database.rows(everythingOut(database))).as("seed %d", seed).hasSize(TEXTS);
  }

  private static SpanRow row(int number, String text) {
    return SpanRows.llm(1, number, 1)
        .set(SpanColumns.INPUT, text)
        .set(SpanColumns.OUTPUT, "[" + text + "]")
        .set(SpanColumns.ATTRIBUTES, text)
        .set(SpanColumns.EVENTS, "[" + text + ",{\"role\":" + text + "}]")
        .set(SpanColumns.SYSTEM_INSTRUCTIONS, text)
        .build();
  }

  /** Mostly an object or array with something odd in it. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return switch (random.nextInt(4)) {
      case 0 -> text.toString();
      case 1 -> "[{\"role\":\"user\",\"x\":\"" + text + "\"},\"plain\",7,1.5,null,true,[1]]";
      case 2 -> "{\"" + text + "\":[" + PIECES.get(random.nextInt(PIECES.size())) + "]}";
      default -> "[" + text + "]";
    };
  }

  /** A query that makes the database parse every value, as a user's may. */
  private static String everythingOut(TestDatabase database) {
    return database.kind() == DatabaseKind.POSTGRESQL
        ? "SELECT input::jsonb::text, output::jsonb #>> '{0,role}', attributes #>> '{}', events ->> 0,"
            + " system_instructions::jsonb FROM agent_spans_full"
        : "SELECT json(input), output ->> '$[0].role', attributes ->> '$', events ->> 0,"
            + " json(system_instructions) FROM agent_spans_full";
  }
}
