// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.doubleArrayKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longArrayKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.opentelemetry.api.common.AttributeKey.valueKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OtlpReplayTest {
  private static final String TRACE = "0123456789abcdef0123456789abcdef";
  private static final String AGENT = "00000000000000a1";
  private static final String CHAT = "00000000000000b2";

  private static final String LINE =
      """
      {"resourceSpans":[{"schemaUrl":"https://schema/resource","resource":{"attributes":[
         {"key":"service.name","value":{"stringValue":"shop"}}]},
       "scopeSpans":[{"schemaUrl":"https://schema/scope","scope":{"name":"lib","version":"1.2"},
        "spans":[
        {"traceId":"0123456789ABCDEF0123456789ABCDEF","spanId":"00000000000000B2",
         "parentSpanId":"00000000000000a1","flags":259,"traceState":"vendor=x,other=y",
         "name":"chat gpt-4o","kind":3,
         "startTimeUnixNano":"1794268802000000001","endTimeUnixNano":"1794268802916000007",
         "status":{"code":2,"message":"rate limited"},
         "attributes":[
          {"key":"s","value":{"stringValue":"text"}},
          {"key":"b","value":{"boolValue":true}},
          {"key":"i","value":{"intValue":"9007199254740993"}},
          {"key":"i2","value":{"intValue":7}},
          {"key":"d","value":{"doubleValue":0.0}},
          {"key":"nan","value":{"doubleValue":"NaN"}},
          {"key":"sa","value":{"arrayValue":{"values":[{"stringValue":"x"},{"stringValue":"y"}]}}},
          {"key":"ia","value":{"arrayValue":{"values":[{"intValue":"1"}]}}},
          {"key":"da","value":{"arrayValue":{"values":[{"doubleValue":1.5}]}}},
          {"key":"mixed","value":{"arrayValue":{"values":[{"intValue":"1"},{"stringValue":"x"}]}}},
          {"key":"map","value":{"kvlistValue":{"values":[
             {"key":"k","value":{"boolValue":false}}]}}},
          {"key":"bytes","value":{"bytesValue":"AQI="}},
          {"key":"nothing","value":{}}],
         "events":[{"name":"exception","timeUnixNano":"1794268802500000003",
           "attributes":[{"key":"exception.type","value":{"stringValue":"E"}}]}],
         "links":[{"traceId":"fedcba9876543210fedcba9876543210","spanId":"00000000000000ff",
           "flags":1,"traceState":"l=1","attributes":[{"key":"n","value":{"intValue":"1"}}]}]},
        {"traceId":"0123456789abcdef0123456789abcdef","spanId":"00000000000000a1","flags":2,
         "name":"invoke_agent","kind":1,"status":{},
         "startTimeUnixNano":"1794268801000000000","endTimeUnixNano":"1794268803000000000"}]}]}]}
      """;

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OtlpReplay replay = OtlpReplay.into(SimpleSpanProcessor.create(exporter));

  @Test
  void givesBackWhatWasRecorded() {
    assertThat(replay.line(LINE)).isEqualTo(new Replayed(2, 1));
    SpanData chat = span(CHAT);
    assertThat(chat.getSpanContext()).isEqualTo(context(CHAT, "vendor=x,other=y"));
    assertThat(chat.getName()).isEqualTo("chat gpt-4o");
    assertThat(chat.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(chat.getStartEpochNanos()).isEqualTo(1794268802000000001L);
    assertThat(chat.getEndEpochNanos()).isEqualTo(1794268802916000007L);
    assertThat(chat.getStatus())
        .isEqualTo(StatusData.create(StatusData.error().getStatusCode(), "rate limited"));
    assertThat(chat.getResource())
        .isEqualTo(
            Resource.create(
                Attributes.of(stringKey("service.name"), "shop"), "https://schema/resource"));
    assertThat(chat.getInstrumentationScopeInfo())
        .isEqualTo(
            InstrumentationScopeInfo.builder("lib")
                .setVersion("1.2")
                .setSchemaUrl("https://schema/scope")
                .build());
  }

  @Test
  void keepsEveryAttributeType() {
    replay.line(LINE);
    assertThat(span(CHAT).getAttributes().asMap())
        .isEqualTo(
            Attributes.builder()
                .put(stringKey("s"), "text")
                .put(booleanKey("b"), true)
                .put(longKey("i"), 9007199254740993L)
                .put(longKey("i2"), 7)
                .put(doubleKey("d"), 0.0)
                .put(doubleKey("nan"), Double.NaN)
                .put(stringArrayKey("sa"), List.of("x", "y"))
                .put(longArrayKey("ia"), List.of(1L))
                .put(doubleArrayKey("da"), List.of(1.5))
                .put(valueKey("mixed"), Value.of(Value.of(1), Value.of("x")))
                .put(valueKey("map"), Value.of(KeyValue.of("k", Value.of(false))))
                .put(valueKey("bytes"), Value.of(new byte[] {1, 2}))
                .put(valueKey("nothing"), Value.empty())
                .build()
                .asMap());
  }

  @Test
  void keepsEventsAndLinks() {
    replay.line(LINE);
    assertThat(span(CHAT).getEvents())
        .containsExactly(
            EventData.create(
                1794268802500000003L,
                "exception",
                Attributes.of(stringKey("exception.type"), "E")));
    assertThat(span(CHAT).getLinks())
        .containsExactly(
            LinkData.create(
                SpanContext.create(
                    "fedcba9876543210fedcba9876543210",
                    "00000000000000ff",
                    TraceFlags.getSampled(),
                    TraceState.builder().put("l", "1").build()),
                Attributes.of(longKey("n"), 1L)));
  }

  @Test
  void parentsAreLocalUnlessFlagsSayRemote() {
    replay.line(LINE);
    assertThat(span(CHAT).getParentSpanContext().getSpanId()).isEqualTo(AGENT);
    assertThat(span(CHAT).getParentSpanContext().isRemote()).isFalse();
    assertThat(span(AGENT).getParentSpanContext().isValid()).isFalse();
    exporter.reset();
    replay.line(LINE.replace("\"flags\":259", "\"flags\":768"));
    assertThat(span(CHAT).getParentSpanContext().getSpanId()).isEqualTo(AGENT);
    assertThat(span(CHAT).getParentSpanContext().isRemote()).isTrue();
  }

  @Test
  void keepsAParentThatWasNotRecorded() {
    replay.line(LINE.replace("\"parentSpanId\":\"" + AGENT, "\"parentSpanId\":\"00000000000000cc"));
    assertThat(span(CHAT).getTraceId()).isEqualTo(TRACE);
    assertThat(span(CHAT).getParentSpanId()).isEqualTo("00000000000000cc");
    assertThat(span(CHAT).getParentSpanContext().isRemote()).isFalse();
  }

  @Test
  void keepsMoreThanTheSdkWouldByDefault() {
    StringBuilder attributes = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      attributes.append("{\"key\":\"k%d\",\"value\":{\"stringValue\":\"v\"}},".formatted(i));
    }
    replay.line(LINE.replace("{\"key\":\"s\",", attributes + "{\"key\":\"s\","));
    assertThat(span(CHAT).getAttributes().size()).isEqualTo(1_013);
  }

  @Test
  void countsAcrossLines() {
    Stream<String> lines =
        Stream.of(LINE, LINE.replaceAll("(?i)0123456789abcdef0", "1123456789abcdef0"));
    assertThat(replay.lines(lines)).isEqualTo(new Replayed(4, 2));
  }

  @Test
  void refusesWhatIsNotOtlp() {
    assertThatThrownBy(() -> replay.line("{\"resourceSpans\":["))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> replay.line(LINE.replace("00000000000000B2", "xyz")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("span id")
        .hasMessageContaining("xyz");
  }

  private SpanData span(String spanId) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getSpanId().equals(spanId))
        .findFirst()
        .orElseThrow();
  }

  private static SpanContext context(String spanId, String traceState) {
    TraceState state = TraceState.builder().put("other", "y").put("vendor", "x").build();
    assertThat(traceState).isEqualTo("vendor=x,other=y");
    return SpanContext.create(
        TRACE, spanId, TraceFlags.builder().setSampled(true).setRandomTraceId(true).build(), state);
  }
}
