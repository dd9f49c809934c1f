// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int DEFAULT = 256 * 1024;
  private static final String HASH = "\\[sha256:[0-9a-f]{64} \\d+ chars]";

  @EachDatabase
  void aLongPartIsCutAndTheConversationStaysWhole(TestDatabase database) throws Exception {
    for (int max : new int[] {1_000, DEFAULT}) {
      SpanRow row =
          stored(
              database,
              max,
              Map.of("gen_ai.input.messages", canonical("first", "a b ".repeat(max), "last")));
      String input = row.get(SpanColumns.INPUT);
      assertThat(input)
          .hasSizeBetween(max - 100, max + 300)
          .startsWith(canonical("first", "a b a b a").replaceAll("\"}]}]$", ""))
          .contains("…[cut ")
          .endsWith(canonical("last").substring(1));
      assertThat(row.get(SpanColumns.INPUT_PREVIEW)).isEqualTo("last");
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aPictureBecomesItsHash(TestDatabase database) throws Exception {
    for (int max : new int[] {1_000, DEFAULT}) {
      String bytes = base64(max);
      String wire =
          "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What is it?\"},"
              + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,%s\"}}]}]";
      SpanRow row = stored(database, max, Map.of("gen_ai.input.messages", wire.formatted(bytes)));
      assertThat(row.get(SpanColumns.INPUT))
          .matches(
              "\\[\\{\"role\":\"user\",\"parts\":\\[\\{\"type\":\"text\",\"content\":\"What is it\\?\"},"
                  + "\\{\"type\":\"blob\",\"modality\":\"image\",\"mime_type\":\"image/png\",\"content\":\""
                  + HASH
                  + "\"}]}]");
      assertThat(row.get(SpanColumns.ATTRIBUTES) + row.get(SpanColumns.ORIGINAL_ATTRIBUTES))
          .doesNotContain(bytes.substring(0, 100));
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aPictureInFlattenedMessagesBecomesItsHash(TestDatabase database) throws Exception {
    String at = "llm.input_messages.0.message.";
    SpanRow row =
        stored(
            database,
            1_000,
            Map.of(
                "openinference.span.kind",
                "LLM",
                at + "role",
                "user",
                at + "contents.0.message_content.type",
                "text",
                at + "contents.0.message_content.text",
                "a b ".repeat(1_000),
                at + "contents.1.message_content.type",
                "image",
                at + "contents.1.message_content.image.image.url",
                "data:image/png;base64," + base64(9_000)));
    assertThat(row.get(SpanColumns.INPUT))
        .contains("a b a b …[cut 3000 chars]\"")
        .containsPattern("\"mime_type\":\"image/png\",\"content\":\"" + HASH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{\"role\":\"user\",\"content\":\"Where is my", "[{\"role\":\"user\",]"})
  void brokenJsonIsOneTextThatSaysSo(String broken) throws Exception {
    try (TestDatabase database = TestDatabase.open(DatabaseKind.SQLITE)) {
      SpanRow row = stored(database, DEFAULT, Map.of("gen_ai.input.messages", broken));
      assertThat(row.get(SpanColumns.INPUT))
          .contains("\"truncated\":true")
          .contains(broken.substring(0, 10).replace("\"", "\\\""));
    }
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void aLongConversationOfShortTextsStaysWhole(TestDatabase database) throws Exception {
    String[] said = new String[1_000];
    Arrays.fill(said, "short");
    SpanRow row = stored(database, 1_000, Map.of("gen_ai.input.messages", canonical(said)));
    assertThat(row.get(SpanColumns.INPUT)).isEqualTo(canonical(said));
  }

  private static SpanRow stored(TestDatabase database, int max, Map<String, String> attributes)
      throws Exception {
    try (Spanledger ledger =
        Spanledger.builder(database.dataSource()).maxAttributeChars(max).build()) {
      SdkTracerProvider tracers =
          SdkTracerProvider.builder().addSpanProcessor(ledger.spanProcessor()).build();
      Span span =
          tracers
              .get("test")
              .spanBuilder("chat")
              .setAttribute("gen_ai.operation.name", "chat")
              .startSpan();
      attributes.forEach(span::setAttribute);
      span.end();
      assertThat(ledger.flush(SOON)).isTrue();
      SpanContext context = span.getSpanContext();
      return ledger.reader().span(context.getTraceId(), context.getSpanId()).orElseThrow();
    }
  }

  private static String canonical(String... said) {
    StringBuilder messages = new StringBuilder("[");
    for (String text : said) {
      messages
          .append(messages.length() > 1 ? "," : "")
          .append("{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"")
          .append(text)
          .append("\"}]}");
    }
    return messages.append(']').toString();
  }

  private static String base64(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return Base64.getEncoder().encodeToString(content);
  }
}
