// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether every benchmark runs and reports; what it finds with so few spans means nothing. */
class BenchmarksTest {

  @TempDir Path directory;

  @Test
  void reportsWhatEveryPartFinds() throws Exception {
    Path file = directory.resolve("benchmarks.json");
    Report report = Benchmarks.run(Options.QUICK, file);

    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.path("machine").asText()).contains("processors", "Java");
    assertThat(json.path("findings").findValuesAsText("part"))
        .contains("storage", "ingest", "span-end", "heap", "years", "viewer");
    for (JsonNode finding : json.path("findings")) {
      assertThat(finding.path("what").asText()).isNotEmpty();
      assertThat(finding.path("reference").asText()).isNotEmpty();
      assertThat(finding.path("ours").asDouble()).isPositive();
      assertThat(finding.path("theirs").asDouble()).isPositive();
      assertThat(finding.path("ratio").asDouble()).isPositive();
      assertThat(finding.has("goal")).isTrue();
      assertThat(finding.has("reached")).isTrue();
      assertThat(report.table()).contains(finding.path("what").asText());
    }
  }

  @Test
  void measuresWhatIsNamed() {
    Options options = Options.of("ingest:corpus-sqlite", "--rounds", "5", "--warmups", "0");

    assertThat(options.wants("ingest")).isTrue();
    assertThat(options.wants("ingest:corpus-sqlite")).isTrue();
    assertThat(options.wants("ingest:corpus-postgres")).isFalse();
    assertThat(options.wants("storage")).isFalse();
    assertThat(options.rounds()).isEqualTo(5);
    assertThat(options.warmups()).isZero();
    assertThat(Options.of("ingest").wants("ingest:corpus-postgres")).isTrue();
    assertThat(Options.of().wants("storage")).isTrue();
  }

  @Test
  void refusesWhatThereIsNot() {
    assertThatThrownBy(() -> Options.of("--round", "5")).hasMessageContaining("--round");
    assertThatThrownBy(() -> Options.of("--rounds", "0")).hasMessageContaining("--rounds");
    assertThatThrownBy(() -> Options.of("--rounds")).hasMessageContaining("--rounds");
    assertThatThrownBy(() -> Usage.check(Options.of("ingests"), List.of(new StorageSize())))
        .hasMessageContaining("ingests")
        .hasMessageContaining("storage");
  }

  @Test
  void teachesWhatThereIs() {
    assertThat(Usage.text(List.of(new StorageSize())))
        .contains("storage", "--corpus", "--rounds", "mvn", "SPANLEDGER_TEST_PG_URL");
  }
}
