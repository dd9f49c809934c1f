// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Test
  void saysWhatTheBuildSays() throws Exception {
    try (var in = Version.class.getResourceAsStream("version.properties")) {
      assertThat(in).isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Assumptions.assumeFalse(text.contains("${"), "compiled by something else than the build");
      assertThat(Version.TEXT).matches("\\d+\\.\\d+\\..*");
    }
  }
}
