// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingSettingsTest {
  @Test
  void nothingIsOnByItself() {
    Settings settings = of(Map.of());
    assertThat(settings.tracing().isOn()).isFalse();
    assertThat(settings.openSpansAfter()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.defaults()).isEqualTo(new ProcessDefaults(null, null, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "yes", "on", " ON ", "True"})
  void peopleSwitchOnInSeveralWords(String yes) {
    Settings settings = of(Map.of(Knob.TRACING, yes));
    assertThat(settings.tracing().files()).isTrue();
    assertThat(settings.tracing().online()).isFalse();
    assertThat(settings.contentCapture()).isEqualTo(ContentCapture.DETAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "false", "no", "off"})
  void andOff(String no) {
    assertThat(of(Map.of(Knob.TRACING, no)).tracing().isOn()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Knob.class,
      names = {"TRACING", "TRACING_EXPORT", "TRACING_ONLINE", "TRACING_LEVEL", "TRACING_TIMEOUT"})
  void aBadValueIsRefusedByTheNameOfItsKey(Knob knob) {
    assertThatThrownBy(() -> of(Map.of(knob, "maybe")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(knob.property())
        .hasMessageContaining(" must be ");
  }

  @Test
  void onlineMeansFilesTooAndThatSpansAreWrittenSoon() {
    Settings settings = of(Map.of(Knob.TRACING_ONLINE, "1"));
    assertThat(settings.tracing().files()).isTrue();
    assertThat(settings.tracing().online()).isTrue();
    assertThat(settings.batchDelay()).isEqualTo(Duration.ofMillis(100));
    assertThat(settings.openSpansAfter()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void exportLeavesTheLevelAlone() {
    Settings settings = of(Map.of(Knob.TRACING_EXPORT, "1", Knob.CONTENT_CAPTURE, "basic"));
    assertThat(settings.tracing().files()).isTrue();
    assertThat(settings.contentCapture()).isEqualTo(ContentCapture.BASIC);
  }

  @Test
  void theLevelBeatsContentCaptureButNotTheApplication() {
    Map<Knob, String> elsewhere =
        Map.of(Knob.TRACING_LEVEL, "basic", Knob.CONTENT_CAPTURE, "detailed");
    assertThat(of(elsewhere).contentCapture()).isEqualTo(ContentCapture.BASIC);
    assertThat(of(elsewhere).tracing().isOn()).isFalse();
    Settings byBuilder =
        Settings.of(
            Map.of(Knob.CONTENT_CAPTURE, ContentCapture.DISABLED),
            knob -> knob == Knob.TRACING_LEVEL ? "detailed" : null);
    assertThat(byBuilder.contentCapture()).isEqualTo(ContentCapture.DISABLED);
  }

  @Test
  void theBuilderBeatsTheEnvironment() {
    Settings settings =
        Settings.of(
            Map.of(Knob.TRACING, false, Knob.TRACING_DIR, Path.of("mine")),
            knob -> knob == Knob.TRACING ? "1" : null);
    assertThat(settings.tracing().isOn()).isFalse();
    assertThat(settings.tracing().directory()).isEqualTo(Path.of("mine"));
  }

  @Test
  void tagsHaveCommasBetweenThem() {
    assertThat(of(Map.of(Knob.TAGS, " a,b ,,c")).defaults().tags()).containsExactly("a", "b", "c");
  }

  @Test
  void theOldestTracesAreForgotten() {
    RecordedTraces traces = new RecordedTraces(3);
    for (int i = 1; i <= 5; i++) {
      traces.began("t" + i, i == 5 ? "eu" : null);
    }
    traces.began("t5", "eu");
    assertThat(traces.forgotten()).isEqualTo(3);
    assertThat(traces.byRoute()).isEqualTo(Map.of("default", List.of("t4"), "eu", List.of("t5")));
  }

  private static Settings of(Map<Knob, String> elsewhere) {
    return Settings.of(Map.of(), elsewhere::get);
  }
}
