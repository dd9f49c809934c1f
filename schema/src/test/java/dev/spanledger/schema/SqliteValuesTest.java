// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SqliteValuesTest {
  private static final DateTimeFormatter UTC_MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  @Test
  void timesHaveMicrosecondsAndFixedWidth() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      Instant time =
          Instant.ofEpochSecond(random.nextLong(-62_000_000_000L, 253_000_000_000L))
              .plusNanos(random.nextInt(1_000_000_000));
      assertThat(SqliteValues.of(time)).as("seed %d", seed).isEqualTo(UTC_MICROS.format(time));
    }
  }

  @Test
  void timesBeyondTheYearsThatSortAreTheFirstAndTheLast() {
    assertThat(SqliteValues.of(Instant.MIN)).isEqualTo("0000-01-01T00:00:00.000000Z");
    assertThat(SqliteValues.of(Instant.MAX)).isEqualTo("9999-12-31T23:59:59.999999Z");
  }

  @Test
  void listsAreJson() {
    UUID id = new UUID(1, 2);
    assertThat(SqliteValues.of(List.of())).isEqualTo("[]");
    assertThat(SqliteValues.of(List.of("a\"b", "c"))).isEqualTo("[\"a\\\"b\",\"c\"]");
    assertThat(SqliteValues.of(List.of(id, id))).isEqualTo("[\"" + id + "\",\"" + id + "\"]");
  }
}
