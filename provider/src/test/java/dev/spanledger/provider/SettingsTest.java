// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    "WRITE_TIMEOUT, 99ms",
    "WRITE_TIMEOUT, 11m",
    "SPILL_MAX_BYTES, 1023",
    "SPILL_DIRECTORY, 'a\0b'",
    "CLOSE_TIMEOUT, -1s",
    "CLOSE_TIMEOUT, 9223372036854775807s",
    "CLOSE_TIMEOUT, 9223372036854775807m",
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

  @ParameterizedTest
  @ValueSource(
      strings = {"spanledger.batch.sise", "spanledger.batch_size", "spanledger.Batch.Size"})
  void aMisspeltSettingIsRefusedAndTheRightOnesAreNamed(String misspelt) {
    System.setProperty(misspelt, "5");
    try {
      assertThatThrownBy(Knob::refuseUnknown)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(misspelt)
          .hasMessageContaining("spanledger.batch.size");
    } finally {
      System.clearProperty(misspelt);
    }
  }

  @Test
  void settingsOfTestsAreNobodysBusiness() {
    System.setProperty("spanledger.test.pg.url", "jdbc:postgresql://somewhere/x");
    try {
      Knob.refuseUnknown();
    } finally {
      System.clearProperty("spanledger.test.pg.url");
    }
  }

  @Test
  void aDurationThatDoesNotFitIntoMillisecondsIsRefusedByItsName() {
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    assertThatThrownBy(() -> Settings.of(Map.of(Knob.CLOSE_TIMEOUT, forEver), knob -> null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spanledger.close.timeout must be");
  }

  @Test
  void aSpanHasToFitIntoTheQueue() {
    Settings settings = Settings.of(Map.of(Knob.QUEUE_MAX_BYTES, 65_536L), knob -> null);
    assertThat(settings.maxSpanBytes()).isEqualTo(65_536);
  }

  @Test
  void everyKnobHasAnEnvironmentVariable() {
    assertThat(Knob.QUEUE_MAX_BYTES.variable()).isEqualTo("SPANLEDGER_QUEUE_MAX_BYTES");
  }
}
