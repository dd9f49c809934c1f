// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @Test
  void nothingGivenMeansDefaults() {
    Settings settings = Settings.of(Map.of(), knob -> null);
    assertThat(settings.contentCapture()).isEqualTo(ContentCapture.DETAILED);
    assertThat(settings.closeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.maxSpanBytes()).isEqualTo(1024 * 1024);
  }

  @Test
  void theBuilderBeatsWhatIsSetElsewhere() {
    Settings settings =
        Settings.of(
            Map.of(Knob.CLOSE_TIMEOUT, Duration.ofSeconds(3)),
            knob ->
                switch (knob) {
                  case CLOSE_TIMEOUT -> "5s";
                  case CONTENT_CAPTURE -> "basic";
                  default -> null;
                });
    assertThat(settings.closeTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.contentCapture()).isEqualTo(ContentCapture.BASIC);
  }

  @ParameterizedTest
  @CsvSource({"1500, 1500", "1500ms, 1500", "2s, 2000", "1m, 60000", "' 3 s ', 3000"})
  void durationsHaveUnits(String text, long millis) {
    Settings settings = Settings.of(Map.of(), knob -> knob == Knob.CLOSE_TIMEOUT ? text : null);
    assertThat(settings.closeTimeout()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "BATCH_SIZE, 0",
    "BATCH_SIZE, 10001",
    "BATCH_SIZE, many",
    "BATCH_DELAY, 0",
    "BATCH_DELAY, 2h",
    "QUEUE_MAX_BYTES, 1",
    "QUEUE_MAX_SPANS, -5",
    "SPAN_MAX_BYTES, 99999999999999999999",
    "ATTRIBUTE_MAX_CHARS, 10",
    "RETRY_MAX, 1ms",
    "CLOSE_TIMEOUT, -1s",
    "CONTENT_CAPTURE, all",
    "SCHEMA_MODE, drop",
    "PARTITIONING, weekly"
  })
  void aBadValueIsRefusedByTheNameOfItsKey(Knob knob, String value) {
    assertThatThrownBy(() -> Settings.of(Map.of(), asked -> asked == knob ? value : null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(knob.property())
        .hasMessageContaining(" must be ");
  }

  @Test
  void aValueOutOfBoundsFromTheBuilderIsRefusedToo() {
    assertThatThrownBy(() -> Settings.of(Map.of(Knob.BATCH_SIZE, 0L), knob -> null))
        .hasMessage("spanledger.batch.size must be from 1 to 10000, but is '0'");
  }

  @Test
  void aMisspeltSettingIsRefusedAndTheRightOnesAreNamed() {
    System.setProperty("spanledger.batch.sise", "5");
    try {
      assertThatThrownBy(Knob::refuseUnknown)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("spanledger.batch.sise")
          .hasMessageContaining("spanledger.batch.size");
    } finally {
      System.clearProperty("spanledger.batch.sise");
    }
  }

  @Test
  void everyKnobHasAnEnvironmentVariable() {
    assertThat(Knob.QUEUE_MAX_BYTES.variable()).isEqualTo("SPANLEDGER_QUEUE_MAX_BYTES");
  }
}
