// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.inspect.Transcript.ModelCall;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  @EachDatabase
  void whatWasSentBeforeIsNotNew(TestDatabase database) throws SQLException {
    Run run =
        Stored.run(
            database,
            Stored.row(1, 0, "AGENT", "agent", 0, 100),
            call(2, 1, messages("system be kind", "user hello"), messages("assistant hi")),
            Stored.row(3, 1, "TOOL", "tool", 3, 4),
            call(
                4,
                1,
                messages("system be kind", "user hello", "assistant hi", "user more"),
                messages("assistant yes")),
            call(5, 1, messages("system another"), messages("assistant ok")));
    List<ModelCall> calls = Transcript.of(Stored.reader(database), run, 0, 10).calls();
    assertThat(calls).extracting(ModelCall::span).containsExactly(1, 3, 4);
    assertThat(calls).extracting(ModelCall::newFrom).containsExactly(0, 3, 0);
    assertThat(calls).extracting(ModelCall::previous).containsExactly(-1, 1, -1);
    assertThat(calls.get(1).input())
        .extracting(Message::role)
        .containsExactly("system", "user", "assistant", "user");
    assertThat(calls.get(1).output().get(0).json()).contains("yes");
  }

  @EachDatabase
  void anAgentHasAConversationOfItsOwn(TestDatabase database) throws SQLException {
    Run run =
        Stored.run(
            database,
            Stored.row(1, 0, "AGENT", "outer", 0, 100),
            call(2, 1, messages("user a"), null),
            Stored.row(3, 1, "AGENT", "inner", 3, 50),
            call(4, 3, messages("user a", "user b"), null),
            call(5, 4, messages("user a", "user b"), null),
            call(60, 1, messages("user a", "user c"), null));
    List<ModelCall> calls = Transcript.of(Stored.reader(database), run, 0, 10).calls();
    assertThat(calls)
        .as("the call within a call is left out")
        .extracting(ModelCall::span)
        .containsExactly(1, 3, 5);
    assertThat(calls).extracting(ModelCall::previous).containsExactly(-1, -1, 1);
    assertThat(calls).extracting(ModelCall::newFrom).containsExactly(0, 0, 1);
  }

  @EachDatabase
  void aPageEndsWhereTheNextBegins(TestDatabase database) throws SQLException {
    Run run =
        Stored.run(
            database,
            call(1, 0, messages("user a"), null),
            call(2, 0, messages("user b"), null),
            call(3, 0, messages("user c"), null));
    Transcript.Page first = Transcript.of(Stored.reader(database), run, 0, 2);
    assertThat(first.calls()).hasSize(2);
    assertThat(first.next()).isEqualTo(2);
    Transcript.Page last = Transcript.of(Stored.reader(database), run, first.next(), 2);
    assertThat(last.calls()).hasSize(1);
    assertThat(last.next()).isEqualTo(-1);
  }

  @Test
  void whatIsNoListOfMessagesIsOne() {
    assertThat(Message.list(null)).isEmpty();
    assertThat(Message.list("[]")).isEmpty();
    for (String odd :
        List.of("", "x", "{\"a\":1}", "[1,2]", "[{\"a\":1},2]", "[{\"role\":", "\"t\"")) {
      assertThat(Message.list(odd)).as(odd).containsExactly(new Message("", odd));
    }
    assertThat(Message.list("[ {\"role\":\"user\",\"parts\":[{\"role\":\"x\"}]} , {} ]"))
        .containsExactly(
            new Message("user", "{\"role\":\"user\",\"parts\":[{\"role\":\"x\"}]}"),
            new Message("", "{}"));
  }

  private static SpanRow.Builder call(long span, long parent, String input, String output) {
    return Stored.row(span, parent, "LLM", "chat", span, span + 1)
        .set(SpanColumns.INPUT, input)
        .set(SpanColumns.OUTPUT, output);
  }

  private static String messages(String... messages) {
    return Arrays.stream(messages)
        .map(message -> message.split(" ", 2))
        .map(
            message ->
                "{\"role\":\"%s\",\"parts\":[{\"type\":\"text\",\"content\":\"%s\"}]}"
                    .formatted(message[0], message[1]))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
