// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final List<String> said = new ArrayList<>();
  private long now;
  private boolean stopped;

  @Test
  void longWorkSaysEveryHalfMinuteHowFarItIs() {
    Progress progress = progress();
    for (int second = 1; second <= 70; second++) {
      now += Duration.ofSeconds(1).toNanos();
      assertThat(progress.goesOn(second + " traces")).isTrue();
    }
    assertThat(said)
        .containsExactly(
            "spanledger: retention goes on, so far: 30 traces",
            "spanledger: retention goes on, so far: 60 traces");
  }

  @Test
  void shortWorkSaysNothingAndEndsWithItsTurn() {
    Progress progress = progress();
    assertThat(progress.goesOn("nothing")).isTrue();
    stopped = true;
    assertThat(progress.goesOn("nothing")).isFalse();
    assertThat(said).isEmpty();
  }

  private Progress progress() {
    Turn turn = new Turn(1, pause -> stopped, () -> true, () -> now);
    return new Progress("retention", turn, () -> now, said::add);
  }
}
