// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LinesTest {
  @Test
  void aLineThatIsTooLongIsCutAndTheNextOneWhole() throws IOException {
    String text = "short\n" + " ".repeat(1_000) + "\nlast";
    Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 10);
    assertThat(lines.next()).hasSize(5);
    assertThat(lines.isTooLong()).isFalse();
    assertThat(lines.next()).hasSize(10);
    assertThat(lines.isTooLong()).isTrue();
    assertThat(lines.number()).isEqualTo(2);
    assertThat(lines.next()).isEqualTo("last".getBytes(StandardCharsets.UTF_8));
    assertThat(lines.isTooLong()).isFalse();
    assertThat(lines.next()).isNull();
  }

  /** A file of two megabytes unpacks to a line of two thousand. */
  @Test
  void aLineIsAFractionOfTheMemory() {
    assertThat(Lines.longest(512L << 20)).isEqualTo(32 << 20);
    assertThat(Lines.longest(1L << 40)).isEqualTo(256 << 20);
    assertThat(new Lines(new ByteArrayInputStream(new byte[0])).longest())
        .isEqualTo(Lines.longest(Runtime.getRuntime().maxMemory()));
  }
}
