// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many bytes the same spans take in our tables, and in one table that holds all content itself.
 * Prints a table, and writes it with the size of each part to {@code target/storage-size.json}.
 */
final class StorageSize implements Part {
  private static final Path REPORT = Path.of("target", "storage-size.json");
  private static final double MIB = 1 << 20;

  @Override
  public String name() {
    return "storage";
  }

  @Override
  public String description() {
    return "bytes in the database, against one table with all content inline";
  }

  /** Runs every workload on every database. */
  @Override
  public List<Finding> run(Options options) throws SQLException, IOException {
    List<Map<String, Object>> results = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    System.out.printf(
        "%-12s %-28s %12s %12s %8s %6s %8s %8s%n",
        "spans", "database", "ours", "inline", "ratio", "goal", "+traces", "+columns");
    for (Workload workload : Workload.all(options.turns())) {
      Sizes postgres = PostgresSizes.measure(workload);
      results.add(result(workload, postgres(), postgres));
      findings.add(finding(workload, "PostgreSQL", postgres));
      Sizes sqlite = SqliteSizes.measure(workload);
      results.add(result(workload, "SQLite", sqlite));
      findings.add(finding(workload, "SQLite", sqlite));
    }
    Files.createDirectories(REPORT.toAbsolutePath().getParent());
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(REPORT.toFile(), results);
    return findings;
  }

  private static Finding finding(Workload workload, String database, Sizes sizes) {
    return new Finding(
        workload.name() + ", " + database,
        "one table, all content inline",
        "MiB",
        sizes.ours() / MIB,
        sizes.plain() / MIB,
        Goal.atMost(workload.goal()),
        Map.of());
  }

  private static String postgres() throws SQLException {
    try (TestDatabase database = TestDatabase.open(DatabaseKind.POSTGRESQL)) {
      return database.description().replaceFirst(" on port.*", "");
    }
  }

  private static Map<String, Object> result(Workload workload, String database, Sizes sizes) {
    System.out.printf(
        "%-12s %-28s %8.2f MiB %8.2f MiB %8.4f %6.2f %8.4f %8.4f%n",
        workload.name(),
        database,
        sizes.ours() / MIB,
        sizes.plain() / MIB,
        sizes.ratio(),
        workload.goal(),
        sizes.ratioWithTraces(),
        sizes.ratioToEveryColumn());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("spans", workload.name());
    result.put("database", database);
    result.put("ours_bytes", sizes.ours());
    result.put("inline_bytes", sizes.inline());
    result.put("traces_bytes", sizes.traces());
    result.put("ratio", sizes.ratio());
    result.put("goal", workload.goal());
    result.put("empty_bytes", sizes.empty());
    result.put("parts", sizes.parts());
    return result;
  }
}
