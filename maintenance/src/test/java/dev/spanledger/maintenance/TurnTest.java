// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTest {
  private final List<Duration> pauses = new ArrayList<>();
  private long now;
  private boolean stopped;
  private boolean leads = true;
  private int renewals;

  @Test
  void workAndPausesAreInTheirProportion() {
    Turn turn = turn(0.1);
    for (long worked : new long[] {1, 20, 500}) {
      work(Duration.ofMillis(worked));
      assertThat(turn.goesOn()).isTrue();
    }
    assertThat(pauses)
        .containsExactly(Duration.ofMillis(9), Duration.ofMillis(180), Duration.ofMillis(4_500));
  }

  @Test
  void noPauseIsLongerThanThirtySeconds() {
    Turn turn = turn(0.1);
    work(Duration.ofMinutes(10));
    assertThat(turn.goesOn()).isTrue();
    assertThat(pauses).containsExactly(Duration.ofSeconds(30));
  }

  @Test
  void withAllOfTheTimeThereAreNone() {
    Turn turn = turn(1);
    work(Duration.ofSeconds(10));
    assertThat(turn.goesOn()).isTrue();
    assertThat(pauses).containsExactly(Duration.ZERO);
  }

  @Test
  void theLeaseIsRenewedEveryMinute() {
    Turn turn = turn(1);
    for (int i = 0; i < 130; i++) {
      work(Duration.ofSeconds(1));
      assertThat(turn.goesOn()).isTrue();
    }
    assertThat(renewals).isEqualTo(2);
  }

  @Test
  void itEndsWithTheLeaseAndWithTheProcess() {
    Turn turn = turn(1);
    leads = false;
    work(Duration.ofSeconds(61));
    assertThat(turn.goesOn()).isFalse();
    leads = true;
    assertThat(turn.goesOn()).as("for good").isFalse();
    stopped = true;
    assertThat(turn(1).goesOn()).isFalse();
  }

  private Turn turn(double share) {
    return new Turn(
        share,
        pause -> {
          pauses.add(pause);
          now += pause.toNanos();
          return stopped;
        },
        () -> {
          renewals++;
          return leads;
        },
        () -> now);
  }

  private void work(Duration time) {
    now += time.toNanos();
  }
}
