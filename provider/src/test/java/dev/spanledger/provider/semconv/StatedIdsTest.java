// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.Column;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whether the short way finds what asking every source of every column finds. */
class StatedIdsTest {
  private static final long SEED = 20_261_128;
  private static final int SPANS = 5_000;
  private static final List<String> SCOPES =
      List.of("", "gcp.vertex.agent", "io.quarkus.langchain4j", "pydantic-ai", "agno", "crewai");
  private static final List<String> TEXTS =
      List.of("a", "", "unknown", "none", "null", "0", "agent", "chat", "x".repeat(3_000));

  private final Random random = new Random(SEED);

  @Test
  void ofSpansWithAnyAttributes() {
    List<String> names = names();
    int stated = 0;
    for (int i = 0; i < SPANS; i++) {
      SpanData span = span(names);
      Map<Column<String>, String> expected = slowly(span);
      assertThat(StatedIds.of(span)).as("seed %d, %s", SEED, span).isEqualTo(expected);
      for (Column<String> column : SpanDictionary.inherited()) {
        assertThat(Said.of(span).stated(column)).isEqualTo(expected.get(column));
        assertThat(Said.idsOf(span).stated(column)).isEqualTo(expected.get(column));
      }
      stated += expected.size();
    }
    assertThat(stated).isGreaterThan(SPANS / 2);
  }

  private static Map<Column<String>, String> slowly(SpanData span) {
    Map<Column<String>, String> ids = new HashMap<>();
    for (Column<String> column : SpanDictionary.inherited()) {
      String id = Filling.first(column, AncestorView.of(Said.of(span)));
      if (id != null) {
        ids.put(column, id);
      }
    }
    return ids;
  }

  private SpanData span(List<String> names) {
    AttributesBuilder attributes = Attributes.builder();
    for (int i = random.nextInt(8); i > 0; i--) {
      String name = names.get(random.nextInt(names.size()));
      if (random.nextInt(5) == 0) {
        attributes.put(AttributeKey.longKey(name), random.nextInt(3));
      } else if (random.nextInt(9) == 0) {
        attributes.put(AttributeKey.stringArrayKey(name), List.of("a"));
      } else {
        attributes.put(AttributeKey.stringKey(name), TEXTS.get(random.nextInt(TEXTS.size())));
      }
    }
    return TestSpanData.builder()
        .setName("span")
        .setKind(SpanKind.INTERNAL)
        .setStatus(StatusData.unset())
        .setStartEpochNanos(1)
        .setEndEpochNanos(2)
        .setHasEnded(true)
        .setInstrumentationScopeInfo(
            InstrumentationScopeInfo.create(SCOPES.get(random.nextInt(SCOPES.size()))))
        .setAttributes(attributes.build())
        .build();
  }

  /** What any source or rule may look at, the ids more often than the rest. */
  private static List<String> names() {
    List<String> ids = Conventions.keysOf(SpanDictionary.inherited()).stream().toList();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      names.addAll(ids);
    }
    names.addAll(Conventions.keysOf(List.copyOf(Conventions.allSources().keySet())));
    names.addAll(
        List.of(
            "openinference.span.kind",
            "traceloop.span.kind",
            "langfuse.observation.type",
            "gen_ai.operation.name",
            "otel.scope.name"));
    return names;
  }
}
