// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void durations() {
    assertThat(Figures.duration(0)).isEqualTo("0.0 ms");
    assertThat(Figures.duration(812_345)).isEqualTo("0.8 ms");
    assertThat(Figures.duration(30_000_000)).isEqualTo("30 ms");
    assertThat(Figures.duration(41_230_000_000L)).isEqualTo("41.2 s");
    assertThat(Figures.duration(725_000_000_000L)).isEqualTo("12 m 5 s");
    assertThat(Figures.duration(12_000_000_000_000L)).isEqualTo("3 h 20 m");
  }

  @Test
  void tokens() {
    assertThat(Figures.tokens(950)).isEqualTo("950");
    assertThat(Figures.tokens(1_234)).isEqualTo("1.2k");
    assertThat(Figures.tokens(9_960)).isEqualTo("10k");
    assertThat(Figures.tokens(83_400)).isEqualTo("83k");
    assertThat(Figures.tokens(999_600)).isEqualTo("1.0M");
    assertThat(Figures.tokens(4_120_000)).isEqualTo("4.1M");
  }

  @Test
  void money() {
    assertThat(Figures.usd(BigDecimal.ZERO)).isEqualTo("$0");
    assertThat(Figures.usd(new BigDecimal("0.41"))).isEqualTo("$0.41");
    assertThat(Figures.usd(new BigDecimal("12.3"))).isEqualTo("$12.30");
    assertThat(Figures.usd(new BigDecimal("0.000123456"))).isEqualTo("$0.00012");
    assertThat(Figures.usd(new BigDecimal("0.005"))).isEqualTo("$0.005");
  }
}
