// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.years;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The rows of the last day once more, some days earlier and under other ids. Contents keep their
 * ids: these are the same in every day.
 *
 * @param columns what becomes of a column, by its name; others stay as they are
 * @param literal how a time is written
 */
record Shift(Map<String, String> columns, String literal) {
  private static final long NANOS_OF_A_DAY = 86_400_000_000_000L;

  static Shift postgres(int back) {
    String earlier = "%s - interval '" + 24L * back + " hours'";
    return new Shift(columns(back, earlier, "day - " + back), "timestamptz '%s'");
  }

  static Shift sqlite(int back) {
    String days = "date(%1$s, '-" + back + " days')";
    return new Shift(columns(back, days + " || substr(%1$s, 11)", days.formatted("day")), "'%s'");
  }

  private static Map<String, String> columns(int back, String earlier, String day) {
    // In the middle: ids of one day shall not be neighbours.
    String other = "substr(%1$s, 1, 14) || '" + "%02x".formatted(back) + "' || substr(%1$s, 17)";
    String nanos = "%s - " + back * NANOS_OF_A_DAY;
    return Map.ofEntries(
        Map.entry("trace_id", other.formatted("trace_id")),
        Map.entry("session_id", "session_id || '-" + back + "'"),
        Map.entry("start_time", earlier.formatted("start_time")),
        Map.entry("end_time", earlier.formatted("end_time")),
        Map.entry("ingested_at", earlier.formatted("ingested_at")),
        Map.entry("updated_at", earlier.formatted("updated_at")),
        Map.entry("start_unix_nano", nanos.formatted("start_unix_nano")),
        Map.entry("end_unix_nano", nanos.formatted("end_unix_nano")),
        Map.entry("day", day));
  }

  String insert(String table, List<String> names, Instant from) {
    String values =
        names.stream()
            .map(name -> columns.getOrDefault(name, name))
            .collect(Collectors.joining(", "));
    boolean contents = names.contains("day");
    String time = contents ? from.toString().substring(0, 10) : from.toString();
    return "INSERT INTO %s (%s) SELECT %s FROM %1$s WHERE %s >= %s ON CONFLICT DO NOTHING"
        .formatted(
            table,
            String.join(", ", names),
            values,
            contents ? "day" : "start_time",
            (contents ? "'%s'" : literal).formatted(time));
  }
}
