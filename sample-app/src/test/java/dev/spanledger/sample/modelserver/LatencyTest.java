// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
  @Test
  void oneSeedGivesOnePace() {
    assertThat(draws(Latency.realistic(7))).isEqualTo(draws(Latency.realistic(7)));
    assertThat(draws(Latency.realistic(7))).isNotEqualTo(draws(Latency.realistic(8)));
  }

  @Test
  void answersVaryWithinAQuarterOfASecondOrSo() {
    assertThat(draws(Latency.realistic(7))).allMatch(millis -> millis >= 18 && millis <= 300);
    assertThat(draws(Latency.realistic(7)).stream().distinct()).hasSizeGreaterThan(20);
  }

  @Test
  void noneIsNone() {
    assertThat(draws(Latency.none())).containsOnly(0L);
    assertThat(Latency.none().speakingMillis(1000)).isZero();
  }

  private static List<Long> draws(Latency latency) {
    return IntStream.range(0, 200)
        .mapToObj(i -> latency.firstTokenMillis(i % 2 == 0 ? "gpt-4o" : "gpt-4o-mini", 1500))
        .toList();
  }
}
