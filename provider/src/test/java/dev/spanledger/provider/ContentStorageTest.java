// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.ContentStorage;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What {@code content.storage} says is where the messages are. */
class ContentStorageTest {
  private static final String PROMPT =
      "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Where is my order?\"}]}]";
  private static final String ANSWER =
      "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"On its way\"}],\"finish_reason\":\"stop\"}]";
  private static final String LONG = "said once more, ".repeat(60);

  @EachDatabase
  void inlineRowsHoldWhatWasSaid(TestDatabase database) throws SQLException {
    write(database, ContentStorage.INLINE);
    for (Map<String, Object> row : database.rows("SELECT * FROM agent_spans")) {
      assertThat(row.get("input")).hasToString(PROMPT);
      assertThat(row.get("output")).hasToString(ANSWER);
      assertThat(String.valueOf(row.get("attributes"))).contains(LONG);
      assertThat(row.get("input_refs")).isNull();
      assertThat(row.get("output_refs")).isNull();
      assertThat(row.get("output_finish_reason")).isNull();
      assertThat(row.get("attribute_refs")).isNull();
    }
    assertThat(stored(database)).isEmpty();
    assertViewsAgree(database);
  }

  @EachDatabase
  void sharedRowsNameWhatWasSaid(TestDatabase database) throws SQLException {
    write(database, ContentStorage.SHARED);
    for (Map<String, Object> row : database.rows("SELECT * FROM agent_spans")) {
      assertThat(row.get("input")).isNull();
      assertThat(row.get("output")).isNull();
      assertThat(String.valueOf(row.get("attributes"))).doesNotContain(LONG);
      assertThat(row.get("output_finish_reason")).isEqualTo("stop");
    }
    assertThat(stored(database)).containsExactly("attribute", "message", "message");
    assertViewsAgree(database);
  }

  private static void write(TestDatabase database, ContentStorage storage) {
    try (Spanledger ledger =
            Spanledger.builder(database.dataSource()).contentStorage(storage).build();
        SdkTracerProvider provider =
            SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build()) {
      call(provider.get("test"));
      call(provider.get("test"));
      assertThat(ledger.flush(Duration.ofSeconds(20))).isTrue();
    }
  }

  private static void call(Tracer tracer) {
    tracer
        .spanBuilder("chat")
        .setAttribute("gen_ai.operation.name", "chat")
        .setAttribute("gen_ai.input.messages", PROMPT)
        .setAttribute("gen_ai.output.messages", ANSWER)
        .setAttribute("app.note", LONG)
        .startSpan()
        .end();
  }

  private static List<String> stored(TestDatabase database) throws SQLException {
    return database
        .rows(
            "SELECT content_type FROM agent_contents WHERE content_type IN ('message', 'list', 'attribute') ORDER BY content_type")
        .stream()
        .map(row -> String.valueOf(row.get("content_type")))
        .toList();
  }

  private static void assertViewsAgree(TestDatabase database) throws SQLException {
    List<Map<String, Object>> spans =
        database.rows("SELECT input, output, attributes FROM agent_spans_full");
    assertThat(spans).hasSize(2);
    for (Map<String, Object> span : spans) {
      assertThat(span.get("input")).hasToString(PROMPT);
      assertThat(span.get("output")).hasToString(ANSWER);
      assertThat(String.valueOf(span.get("attributes"))).contains(LONG);
    }
    List<Map<String, Object>> messages = database.rows("SELECT message FROM agent_span_messages");
    assertThat(messages)
        .extracting(row -> "[" + row.get("message") + "]")
        .containsExactlyInAnyOrder(PROMPT, ANSWER, PROMPT, ANSWER);
  }
}
