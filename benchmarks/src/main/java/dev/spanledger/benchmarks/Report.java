// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was found, for people and for programs.
 *
 * @param findings by the name of their part
 */
record Report(Map<String, List<Finding>> findings) {
  private static final String ROW = "%-40s %-36s %10s %10s %-8s %7s %8s %s%n";

  String table() {
    StringBuilder table = new StringBuilder(Machine.description() + "\n");
    table.append(ROW.formatted("what", "against", "ours", "reference", "", "ratio", "goal", ""));
    findings.values().stream().flatMap(List::stream).forEach(finding -> table.append(row(finding)));
    return table.toString();
  }

  private static String row(Finding finding) {
    Goal goal = finding.goal();
    return ROW.formatted(
        finding.what(),
        finding.reference(),
        number(finding.ours()),
        number(finding.theirs()),
        finding.unit(),
        number(finding.ratio()),
        goal == null ? "" : goal,
        goal == null ? "" : finding.isReached() ? "reached" : "MISSED");
  }

  /** Three digits that count, or more where the number is longer. */
  private static String number(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return ("%." + decimals + "f").formatted(value);
  }

  void write(Path file) throws IOException {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("machine", Machine.description());
    List<Map<String, Object>> all = new ArrayList<>();
    findings.forEach((part, found) -> found.forEach(finding -> all.add(json(part, finding))));
    report.put("findings", all);
    Files.createDirectories(file.toAbsolutePath().getParent());
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(file.toFile(), report);
  }

  private static Map<String, Object> json(String part, Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("part", part);
    json.put("what", finding.what());
    json.put("reference", finding.reference());
    json.put("unit", finding.unit());
    json.put("ours", finding.ours());
    json.put("theirs", finding.theirs());
    json.put("ratio", finding.ratio());
    Goal goal = finding.goal();
    json.put("goal", goal == null ? null : goal.toString());
    json.put("reached", goal == null ? null : finding.isReached());
    json.put("details", finding.details());
    return json;
  }
}
