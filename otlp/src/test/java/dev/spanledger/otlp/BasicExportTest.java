// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.ContentCapture;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** What was not stored cannot be exported. */
class BasicExportTest {
  private static final String MARKER = "MARKER4711MARKER";

  @EachDatabase
  void whatWasSaidIsInNoExport(TestDatabase database) throws Exception {
    String all = exported(database, ContentCapture.BASIC);
    assertThat(all).contains("\"gen_ai.usage.input_tokens\"").doesNotContain(MARKER);
  }

  @EachDatabase
  void theSameIsExportedUnderDetailedCapture(TestDatabase database) throws Exception {
    assertThat(exported(database, ContentCapture.DETAILED).split(MARKER, -1))
        .hasSizeGreaterThan(3 * 6);
  }

  private static String exported(TestDatabase database, ContentCapture capture) throws Exception {
    try (RoundTrip trip = new RoundTrip(database, capture)) {
      trip.store(List.of(said()));
      ByteArrayOutputStream protobuf = new ByteArrayOutputStream();
      assertThat(trip.otlp().protobuf(Spans.TRACE, protobuf)).isOne();
      return trip.json(Set.of(Spans.TRACE))
          + trip.sent(Set.of(Spans.TRACE))
          + protobuf.toString(StandardCharsets.UTF_8);
    }
  }

  private static SpanData said() {
    Attributes said =
        Attributes.builder()
            .put("gen_ai.input.messages", "[{\"role\":\"user\",\"content\":\"" + MARKER + "\"}]")
            .put("gen_ai.output.messages", MARKER)
            .put("gen_ai.tool.call.arguments", "{\"q\":\"" + MARKER + "\"}")
            .put("input.value", MARKER)
            .put("llm.input_messages.0.message.content", MARKER)
            .build();
    Attributes content = Attributes.of(AttributeKey.stringKey("content"), MARKER);
    return Spans.builder(1)
        .setAttributes(
            said.toBuilder()
                .put("gen_ai.operation.name", "chat")
                .put("gen_ai.usage.input_tokens", 7)
                .build())
        .setTotalAttributeCount(7)
        .setEvents(List.of(EventData.create(Spans.START, "gen_ai.user.message", content)))
        .setLinks(List.of(LinkData.create(Spans.remote(9), said)))
        .setTotalRecordedEvents(1)
        .setTotalRecordedLinks(1)
        .build();
  }
}
