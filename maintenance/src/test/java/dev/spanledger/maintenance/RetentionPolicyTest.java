// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-20T23:59:59Z");

  @Test
  void daysAreWholeUtcDays() {
    RetentionPolicy policy = RetentionPolicy.builder().days(1).daysOfErrors(30).build();
    assertThat(policy.oldestStart(NOW)).isEqualTo("2026-11-19T00:00:00Z");
    assertThat(policy.at(NOW).endedBefore()).isEqualTo("2026-11-19T00:00:00Z");
    assertThat(policy.at(NOW).errorsSince()).isEqualTo("2026-10-21T00:00:00Z");
    assertThat(policy.at(NOW).scoredSince()).isNull();
  }

  @Test
  void itSaysWhatItKeeps() {
    assertThat(
            RetentionPolicy.builder()
                .days(1)
                .daysOfErrors(30)
                .daysOfTag("golden", RetentionPolicy.FOREVER)
                .build())
        .hasToString("traces 1 day, with errors 30 days, tagged 'golden' for ever");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 36_501})
  void whatWouldDeleteEverythingIsRefused(int days) {
    refuses(policy -> policy.days(days), "days must be from 1 to 36500 days, but is " + days);
    refuses(policy -> policy.daysOfErrors(days), "daysOfErrors must be from 1");
    refuses(policy -> policy.daysOfTag("t", days), "daysOfTag t must be from 1");
  }

  @Test
  void whatContradictsItselfIsRefused() {
    refuses(policy -> policy, "needs days");
    refuses(policy -> policy.days(30).daysOfErrors(7), "daysOfErrors is 7, shorter than days (30)");
    refuses(policy -> policy.days(30).daysOfScored(29), "daysOfScored is 29");
    refuses(policy -> policy.days(30).daysOfTag("golden", 1), "daysOfTag golden is 1");
    refuses(policy -> policy.days(30).daysOfAgent("support", 1), "daysOfAgent support is 1");
    refuses(policy -> policy.days(30).daysOfEnvironment("dev", 1), "daysOfEnvironment dev is 1");
    refuses(policy -> policy.days(30).daysOfTag(" ", 31), "name of the tag is blank");
  }

  private static void refuses(UnaryOperator<RetentionPolicy.Builder> rules, String why) {
    assertThatThrownBy(() -> rules.apply(RetentionPolicy.builder()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
