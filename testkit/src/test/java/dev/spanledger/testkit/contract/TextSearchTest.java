// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.TextMatches;
import dev.spanledger.schema.TextSearch;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceSchema;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.rows.SpanRows;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TextSearchTest {
  private static final String TRACE = SpanRows.traceId(1);

  @EachDatabase
  void textIsFoundInEveryPayload(TestDatabase database) throws SQLException {
    TraceReader reader = read(database);
    assertThat(found(reader, TextSearch.text("refund"))).containsExactly("2 input", "3 input");
    assertThat(found(reader, TextSearch.text("BE KIND"))).containsExactly("2 system_instructions");
    assertThat(found(reader, TextSearch.text("say \"no\""))).containsExactly("2 output");
    assertThat(found(reader, TextSearch.text("out of memory"))).containsExactly("4 error_message");
    assertThat(found(reader, TextSearch.text("k-17"))).containsExactly("4 attributes");
    assertThat(found(reader, TextSearch.text("spa"))).contains("1 name");
    assertThat(found(reader, TextSearch.text("nowhere"))).isEmpty();
  }

  @EachDatabase
  void patternsAndCases(TestDatabase database) throws SQLException {
    TraceReader reader = read(database);
    assertThat(found(reader, TextSearch.regex("re.und\\b"))).containsExactly("2 input", "3 input");
    assertThat(found(reader, TextSearch.text("REFUND").caseSensitive())).isEmpty();
    assertThat(found(reader, TextSearch.text("a.b"))).isEmpty();
    TextMatches one = reader.search(TRACE, TextSearch.text("refund").limit(1));
    assertThat(one.found()).hasSize(1);
    assertThat(one.total()).isEqualTo(2);
    assertThat(one.found().get(0).snippet()).contains("refund").hasSizeLessThanOrEqualTo(120);
    assertThat(reader.search(SpanRows.traceId(7), TextSearch.text("a")).total()).isZero();
  }

  @Test
  void whatIsNoPatternIsRefused() {
    assertThatThrownBy(() -> TextSearch.regex("(")).isInstanceOf(IllegalArgumentException.class);
  }

  /** A choice that is repeated takes a part of the thread's stack for each repetition. */
  @EachDatabase
  void aPatternThatTakesTheWholeStackIsGivenUp(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(
        schema, SpanRows.span(1, 1).set(SpanColumns.OUTPUT, "a".repeat(200_000) + "!").build());
    TextMatches matches = schema.reader().search(TRACE, TextSearch.regex("(a|a)*b|(a|aa)+$"));
    assertThat(matches.partial()).isTrue();
  }

  /** A pattern that goes back and forth for ever is given up, and says so. */
  @EachDatabase
  @Timeout(60)
  void aPatternThatTakesForEverIsGivenUp(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    Tables.write(
        schema, SpanRows.span(1, 1).set(SpanColumns.ERROR_MESSAGE, "a".repeat(60) + "!").build());
    TextMatches matches = schema.reader().search(TRACE, TextSearch.regex("^(a|aa)+\\1$"));
    assertThat(matches.partial()).isTrue();
  }

  private static TraceReader read(TestDatabase database) throws SQLException {
    TraceSchema schema = Tables.open(database);
    String messages =
        """
        [{"role":"user","parts":[{"type":"text","content":"I want a refund. %s"}]}]"""
            .formatted("x".repeat(500));
    Tables.write(
        schema,
        SpanRows.agent(1, 1).set(SpanColumns.NAME, "spa").build(),
        SpanRows.llm(1, 2, 1)
            .set(SpanColumns.INPUT, messages)
            .set(SpanColumns.SYSTEM_INSTRUCTIONS, "[{\"type\":\"text\",\"content\":\"Be kind.\"}]")
            .set(
                SpanColumns.OUTPUT,
                "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"I say \\\"no\\\".\"}]}]")
            .build(),
        SpanRows.llm(1, 3, 1).set(SpanColumns.INPUT, messages).build(),
        SpanRows.child(1, 4, 1, "TOOL")
            .set(SpanColumns.ERROR_MESSAGE, "Out of memory")
            .set(SpanColumns.ATTRIBUTES, "{\"order\":\"k-17\"}")
            .build());
    return schema.reader();
  }

  private static List<String> found(TraceReader reader, TextSearch search) {
    TextMatches matches = reader.search(TRACE, search);
    assertThat(matches.partial()).isFalse();
    assertThat(matches.total()).isEqualTo(matches.found().size());
    return matches.found().stream()
        .map(match -> Long.parseLong(match.spanId(), 16) + " " + match.field())
        .toList();
  }
}
