// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanledger.provider.redaction.Redactor;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatsTest {
  @TempDir Path directory;

  @EachDatabase
  void theStateHasEachRunWithItsSpansById(TestDatabase database) throws Exception {
    try (Fixture fixture = new Fixture(database)) {
      String traceId = fixture.storedRun();
      JsonNode state = Fixture.json(Fixture.text(fixture.export(), ExportFormat.STATE, traceId));
      assertThat(state.path("format").asText()).isEqualTo("spanledger-state");
      assertThat(state.path("version").asInt()).isEqualTo(1);
      JsonNode trace = state.path("traces").get(0);
      assertThat(trace.path("trace_id").asText()).isEqualTo(traceId);
      assertThat(trace.path("session_id").asText()).isEqualTo("session-7");
      JsonNode spans = trace.path("spans");
      assertThat(spans).hasSize(trace.path("span_count").asInt());
      JsonNode tool = named(spans, "execute_tool lookup");
      assertThat(tool.path("kind").asText()).isEqualTo("TOOL");
      assertThat(tool.path("tool_input").path("q").asText()).isEqualTo(Fixture.SECRET);
      assertThat(spans.has(tool.path("parent").asText())).isTrue();
      JsonNode failed = named(spans, "execute_tool refund");
      assertThat(failed.path("error").path("message").asText()).isEqualTo("no such order");
      JsonNode chat = named(spans, "chat gpt-4o");
      assertThat(chat.path("model_name").asText()).isEqualTo("gpt-4o");
      assertThat(chat.path("tokens").path("input").asInt()).isPositive();
      assertThat(chat.path("cost_usd").isNumber()).isTrue();
      List<String> chosen = new ArrayList<>();
      spans.forEach(span -> span.path("chosen_tools").forEach(tool2 -> chosen.add(tool2.asText())));
      assertThat(chosen).containsExactlyInAnyOrder("lookup", "refund");
    }
  }

  @EachDatabase
  void otlpSaysOnceWhatSpansShare(TestDatabase database) throws Exception {
    try (Fixture fixture = new Fixture(database)) {
      String traceId = fixture.storedRun();
      JsonNode request = Fixture.json(Fixture.text(fixture.export(), ExportFormat.OTLP, traceId));
      assertThat(request.path("resourceSpans")).hasSize(1);
      JsonNode scopes = request.path("resourceSpans").get(0).path("scopeSpans");
      assertThat(scopes).hasSize(1);
      assertThat(scopes.get(0).path("spans"))
          .hasSize((int) fixture.ledger.reader().row(traceId).orElseThrow().spanCount());
    }
  }

  @EachDatabase
  void datasetsHaveWhatWasAskedAndAnswered(TestDatabase database) throws Exception {
    try (Fixture fixture = new Fixture(database)) {
      String traceId = fixture.storedRun();
      JsonNode run = Fixture.json(Fixture.text(fixture.export(), ExportFormat.DATASET, traceId));
      assertThat(run.path("trace_id").asText()).isEqualTo(traceId);
      assertThat(run.path("agent_name").asText()).isEqualTo("support");
      List<JsonNode> calls =
          Fixture.lines(Fixture.text(fixture.export(), ExportFormat.DATASET_CALLS, traceId));
      assertThat(calls).hasSize(4);
      for (JsonNode call : calls) {
        assertThat(call.path("input").isArray()).isTrue();
        assertThat(call.path("output").get(0).path("role").asText()).isEqualTo("assistant");
        assertThat(call.path("model").asText()).isEqualTo("gpt-4o");
      }
    }
  }

  @EachDatabase
  void overlappingSpansAreBesideEachOtherInChrome(TestDatabase database) throws Exception {
    try (Fixture fixture = new Fixture(database)) {
      Span root = fixture.mother.tracer().spanBuilder("root").startSpan();
      Context context = Context.root().with(root);
      Span left = fixture.mother.tracer().spanBuilder("left").setParent(context).startSpan();
      fixture.mother.clock().advance(Duration.ofMillis(5));
      Span right = fixture.mother.tracer().spanBuilder("right").setParent(context).startSpan();
      fixture.mother.clock().advance(Duration.ofMillis(5));
      left.end();
      fixture.mother.clock().advance(Duration.ofMillis(5));
      right.end();
      Span after = fixture.mother.tracer().spanBuilder("after").setParent(context).startSpan();
      fixture.mother.clock().advance(Duration.ofMillis(5));
      after.end();
      root.end();
      fixture.flush();
      JsonNode file =
          Fixture.json(
              Fixture.text(
                  fixture.export(), ExportFormat.CHROME, root.getSpanContext().getTraceId()));
      Map<String, JsonNode> events = new HashMap<>();
      file.path("traceEvents")
          .forEach(
              event -> {
                if (event.path("ph").asText().equals("X")) {
                  events.put(event.path("name").asText(), event);
                }
              });
      assertThat(events).containsOnlyKeys("root", "left", "right", "after");
      assertThat(events.get("left").path("tid")).isEqualTo(events.get("root").path("tid"));
      assertThat(events.get("after").path("tid")).isEqualTo(events.get("root").path("tid"));
      assertThat(events.get("right").path("tid")).isNotEqualTo(events.get("root").path("tid"));
      assertThat(events.get("left").path("dur").asDouble()).isEqualTo(10_000);
    }
  }

  @EachDatabase
  void withoutPayloadsNothingOfWhatWasSaidIsInAnyFile(TestDatabase database) throws Exception {
    try (Fixture fixture = new Fixture(database)) {
      String traceId = fixture.storedRun();
      for (ExportFormat format : ExportFormat.values()) {
        String whole = Fixture.readable(fixture.export(), format, traceId);
        String text = Fixture.readable(fixture.export().withoutPayloads(), format, traceId);
        assertThat(text).as(format.key()).doesNotContain("shingles").contains("gpt-4o");
        assertThat(whole).as(format.key()).contains("shingles");
      }
    }
  }

  @EachDatabase
  void aRedactorSeesEachText(TestDatabase database) throws Exception {
    Redactor redactor = (where, text) -> text.replace("shingles", "[x]").replace("no such", "[y]");
    try (Fixture fixture = new Fixture(database)) {
      String traceId = fixture.storedRun();
      for (ExportFormat format : ExportFormat.values()) {
        String text = Fixture.readable(fixture.export().redactor(redactor), format, traceId);
        assertThat(text).as(format.key()).doesNotContain("shingles", "no such");
        assertThat(text).as(format.key()).contains("[x]");
      }
    }
  }

  @EachDatabase
  void aFileAppearsWholeOrNotAtAll(TestDatabase database) throws Exception {
    Path file = directory.resolve("deep/jaeger.json");
    try (Fixture fixture = new Fixture(database)) {
      String traceId = fixture.storedRun();
      Exported exported = fixture.export().write(ExportFormat.JAEGER, List.of(traceId), file);
      assertThat(exported.traces()).isEqualTo(1);
      byte[] before = Files.readAllBytes(file);
      fixture.mother.weatherRun();
      RunExport broken = fixture.export().redactor(thrower());
      assertThatThrownBy(() -> broken.write(ExportFormat.JAEGER, List.of(traceId), file))
          .hasMessage("broken");
      assertThat(file).hasBinaryContent(before);
      assertThat(directory.resolve("deep")).isDirectoryContaining("glob:**jaeger.json");
      try (Stream<Path> files = Files.list(directory.resolve("deep"))) {
        assertThat(files).hasSize(1);
      }
    }
  }

  private static Redactor thrower() {
    return (where, text) -> {
      throw new IllegalStateException("broken");
    };
  }

  @EachDatabase
  void aStreamThatTakesNoMoreIsTheCallersFailure(TestDatabase database) throws Exception {
    try (Fixture fixture = new Fixture(database)) {
      String traceId = fixture.storedRun();
      for (ExportFormat format : ExportFormat.values()) {
        assertThatThrownBy(() -> fixture.export().write(format, List.of(traceId), new Full()))
            .as(format.key())
            .isInstanceOf(IOException.class)
            .hasMessage("no space left on device");
      }
    }
  }

  /** As a disk that is full. */
  private static final class Full extends OutputStream {
    private int left = 100;

    @Override
    public void write(int b) throws IOException {
      if (left-- == 0) {
        throw new IOException("no space left on device");
      }
    }
  }

  @Test
  void formatsAreNamedAsUsersWriteThem() {
    for (ExportFormat format : ExportFormat.values()) {
      assertThat(ExportFormat.named(format.key().toUpperCase(Locale.ROOT))).isEqualTo(format);
      assertThat(format.fileName()).doesNotContain("/", "..");
    }
    assertThatThrownBy(() -> ExportFormat.named("pdf"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jaeger");
  }

  private static JsonNode named(JsonNode spans, String func) {
    for (JsonNode span : spans) {
      if (span.path("func").asText().equals(func)) {
        return span;
      }
    }
    throw new AssertionError("no span is called " + func);
  }
}
