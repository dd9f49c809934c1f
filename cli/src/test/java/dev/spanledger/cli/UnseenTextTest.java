// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Recorded text with everything in it that a terminal obeys, or that nobody sees. */
class UnseenTextTest {
  private static final String TAG = new String(Character.toChars(0xE0041));

  private static final String HOSTILE =
      "a\u001b[31mb\u009b2Jc\rd\u2028e\u2029f\u202eg\u2066h\u2069i\u200fj"
          + TAG
          + "k\u007fl\ufeffm\u0085n\u200d";

  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cntrl}&&[^\n\t]]|[\u0080-\u009f\u2028\u2029]|[\\p{Cf}&&[^\u200d]]");

  @EachDatabase
  void noCommandPrintsIt(TestDatabase database) throws SQLException {
    store(database);
    for (String command :
        List.of(
            "list",
            "sessions",
            "session " + HOSTILE.replace('\r', ' '),
            "show last",
            "why last",
            "messages last",
            "span last/1",
            "span last/2 --field input",
            "span last/2 --field error_message",
            "grep -F a",
            "diff last last",
            "stats --by tool --since 2026-01-01",
            "tail --since 2026-01-01",
            "sql 'SELECT name, error_message FROM agent_spans'",
            "sql 'SELECT " + HOSTILE.replace('\r', ' ') + "'")) {
      for (String format : List.of("text", "json", "jsonl")) {
        Typed.Outcome outcome = Typed.at(database).line(command + " --format " + format);
        assertThat(outcome.out() + outcome.err())
            .as(command + " --format " + format)
            .isNotEmpty()
            .doesNotContainPattern(UNSEEN);
      }
    }
  }

  @Test
  void jsonSaysTheSame() throws IOException {
    String json = Json.of(List.of(HOSTILE));
    assertThat(json).doesNotContainPattern(UNSEEN).contains("\u200d");
    JsonNode read = new ObjectMapper().readTree(json);
    assertThat(read.get(0).asText()).isEqualTo(HOSTILE);
  }

  @Test
  void linesStayLines() {
    assertThat(Figures.printable("a\r\nb\rc\u2028d\te")).isEqualTo("a\nb\nc\nd\te");
    assertThat(Figures.printable("\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"))
        .contains("\u200c");
  }

  private static void store(TestDatabase database) throws SQLException {
    TraceSchema.builder(database.dataSource())
        .open()
        .writer()
        .write(List.of(hostile(SpanRows.agent(1, 1)), hostile(SpanRows.llm(1, 2, 1))));
  }

  private static SpanRow hostile(SpanRow.Builder row) {
    return row.set(SpanColumns.NAME, HOSTILE)
        .set(SpanColumns.STATUS, "ERROR")
        .set(SpanColumns.ERROR_MESSAGE, HOSTILE)
        .set(SpanColumns.ERROR_TYPE, HOSTILE)
        .set(SpanColumns.SESSION_ID, HOSTILE)
        .set(SpanColumns.USER_ID, HOSTILE)
        .set(SpanColumns.AGENT_NAME, HOSTILE)
        .set(SpanColumns.MODEL, HOSTILE)
        .set(SpanColumns.TOOL_NAME, HOSTILE)
        .set(SpanColumns.INPUT, HOSTILE)
        .set(SpanColumns.OUTPUT, HOSTILE)
        .build();
  }
}
