// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadmeTest {
  @ParameterizedTest
  @EnumSource(Knob.class)
  void everySettingIsInTheReadme(Knob knob) throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    assertThat(readme).contains("| `" + knob.property().substring("spanledger.".length()) + "` |");
  }
}
