// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.sample.modelserver.Latency;
import dev.spanledger.sample.shop.SupportDesk;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every conversation, played against the scripted model. */
class ConversationTest {
  private static final List<Conversation> ALL = Conversation.loadAll();
  private static final int BROKEN_TOOL = 7;
  private static final int BROKEN_MODEL = 9;

  @TempDir private static Path directory;
  private static HikariDataSource dataSource;
  private static ModelAccess models;
  private static ConversationRunner runner;

  @BeforeAll
  static void open() throws Exception {
    String url = "jdbc:sqlite:" + directory.resolve("shop.db");
    dataSource = new DatabaseAddress(url, null, null).open();
    models = ModelAccess.open(Map.of(), Latency.none());
    runner =
        new ConversationRunner(
            new SupportDesk(dataSource, models.chatModels()), new PrintWriter(Writer.nullWriter()));
  }

  @AfterAll
  static void close() {
    models.close();
    dataSource.close();
  }

  static Stream<Conversation> conversationsThatEndWell() {
    return Stream.concat(
        Stream.concat(ALL.stream().limit(BROKEN_TOOL - 1), Stream.of(ALL.get(BROKEN_TOOL))),
        ALL.stream().skip(BROKEN_MODEL));
  }

  @ParameterizedTest
  @MethodSource("conversationsThatEndWell")
  void everyTurnIsAnsweredFromTheScript(Conversation conversation) {
    Outcome outcome = runner.play(conversation, "well-" + conversation.hashCode());

    assertThat(outcome.error()).isNull();
    assertThat(outcome.answered()).isEqualTo(conversation.turns().size());
    assertThat(outcome.lastAnswer()).isNotBlank().doesNotContain("{").doesNotContain("I can help");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1  | C-1001 | 1 | lamp has left us with Alpine Parcel. Parcel AP-77120 is in the sorting
          2  | C-1004 | 1 | Refund RF-5004 of 42.00 EUR is on its way. It arrived broken
          3  | C-1003 | 2 | Your Grey wool blanket goes to Kastanienallee 12, Berlin.
          4  | C-1005 | 1 | the order was delivered 93 days ago
          5  | C-1002 | 2 | It was the Enamel kettle, order 5002
          6  | C-1006 | 1 | The Espresso cups are still on their way
          10 | C-1005 | 1 | Order 5006 is cancelled
          11 | C-1008 | 1 | Refund RF-5010 of 19.00 EUR
          12 | C-1002 | 2 | There is one: the Enamel kettle, order 5002. Its status is DELIVERED.
          """)
  void answersCarryWhatTheToolsFound(int number, String customer, int turns, String answer) {
    Conversation whole = ALL.get(number - 1);
    Conversation start =
        new Conversation(whole.customer(), whole.streaming(), whole.turns().subList(0, turns));
    Outcome outcome = runner.play(start, "facts-" + number);

    assertThat(whole.customer()).isEqualTo(customer);
    assertThat(outcome.lastAnswer()).contains(answer);
  }

  @Test
  void aToolThatThrowsEndsTheRun() {
    Outcome outcome = runner.play(ALL.get(BROKEN_TOOL - 1), "broken-tool");

    assertThat(outcome.answered()).isEqualTo(1);
    assertThat(outcome.error())
        .isEqualTo(
            "ToolFailedException: tool trackParcel failed: no connection to carrier 'Zeppelin Line'");
  }

  @Test
  void retriesThatAreUsedUpEndTheRun() {
    Outcome outcome = runner.play(ALL.get(BROKEN_MODEL - 1), "broken-model");

    assertThat(outcome.answered()).isEqualTo(1);
    assertThat(outcome.error()).isEqualTo("InternalServerException: The server had an error.");
  }

  @Test
  void thereAreADozenWithSeveralTurnsEach() {
    assertThat(ALL).hasSize(12).allMatch(conversation -> conversation.turns().size() >= 2);
    assertThat(ALL.stream().filter(Conversation::streaming)).hasSize(2);
    assertThat(ALL.stream().map(Conversation::customer).distinct()).hasSize(8);
  }

  @Test
  void moreThanADozenRepeat() {
    assertThat(Conversation.load(14)).hasSize(14).last().isEqualTo(ALL.get(1));
    assertThat(Conversation.load(2)).isEqualTo(ALL.subList(0, 2));
  }
}
