// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import static dev.spanledger.provider.pricing.PriceCheck.text;

import dev.spanledger.schema.PriceColumns;
import dev.spanledger.schema.PriceRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The rows of {@code agent_model_prices} put together: prices by pattern and time. Rows that cannot
 * be right are left out, with the reason. Immutable once built.
 */
final class PriceTable {
  private final Map<Pattern, Schedule> schedules = new LinkedHashMap<>();
  private final Map<String, String> refusals = new LinkedHashMap<>();

  private PriceTable() {}

  /** Which calls a price is for, as the table has it. */
  record Pattern(String provider, boolean isRegex, String model) {}

  static PriceTable of(List<PriceRow> rows) {
    PriceTable table = new PriceTable();
    Map<Pattern, List<PriceRow>> byPattern = new LinkedHashMap<>();
    for (PriceRow row : rows) {
      String refusal = PriceCheck.refusal(row);
      if (refusal == null) {
        byPattern.computeIfAbsent(pattern(row), pattern -> new ArrayList<>()).add(row);
      } else {
        table.refuse(row, refusal);
      }
    }
    byPattern.forEach(
        (pattern, ofPattern) -> table.schedules.put(pattern, table.schedule(ofPattern)));
    return table;
  }

  Map<Pattern, Schedule> schedules() {
    return schedules;
  }

  /** Reasons by {@code price_id}. */
  Map<String, String> refusals() {
    return refusals;
  }

  private static Pattern pattern(PriceRow row) {
    return new Pattern(
        text(row, PriceColumns.PROVIDER),
        text(row, PriceColumns.MATCH_KIND).equals("regex"),
        text(row, PriceColumns.MODEL_PATTERN));
  }

  private void refuse(PriceRow row, String reason) {
    refusals.putIfAbsent(text(row, PriceColumns.PRICE_ID), reason);
  }

  private Schedule schedule(List<PriceRow> rows) {
    List<Term> terms = terms(rows);
    TreeSet<Instant> changes = new TreeSet<>();
    terms.forEach(term -> changes.addAll(List.of(term.from(), term.to())));
    List<Schedule.Window> windows = new ArrayList<>();
    for (Instant from : changes) {
      Instant to = changes.higher(from);
      List<Term> valid = terms.stream().filter(term -> term.holds(from)).toList();
      if (to != null && !valid.isEmpty() && isWhole(valid, from)) {
        windows.add(Schedule.Window.between(from, to, price(valid)));
      }
    }
    return new Schedule(windows);
  }

  /** A row and the time it holds for: until its end, or until the next for the same takes over. */
  private record Term(PriceRow row, Price.Entry entry, Instant from, Instant to) {
    boolean holds(Instant time) {
      return !time.isBefore(from) && time.isBefore(to);
    }
  }

  private List<Term> terms(List<PriceRow> rows) {
    Map<Price.Entry, List<PriceRow>> byEntry = new HashMap<>();
    rows.stream()
        .sorted(Comparator.comparing(PriceTable::from))
        .forEach(row -> byEntry.computeIfAbsent(entry(row), e -> new ArrayList<>()).add(row));
    List<Term> terms = new ArrayList<>();
    byEntry.forEach((entry, inOrder) -> terms(entry, inOrder, terms));
    return terms;
  }

  private void terms(Price.Entry entry, List<PriceRow> inOrder, List<Term> terms) {
    Instant taken = Instant.MIN;
    for (int i = 0; i < inOrder.size(); i++) {
      PriceRow row = inOrder.get(i);
      Instant from = from(row);
      Instant next = i + 1 < inOrder.size() ? from(inOrder.get(i + 1)) : Instant.MAX;
      if (from.isBefore(taken) || from.equals(next)) {
        refuse(row, "it overlaps with another price for the same");
        continue;
      }
      taken = Objects.requireNonNullElse(row.get(PriceColumns.EFFECTIVE_TO), next);
      terms.add(new Term(row, entry, from, taken));
    }
  }

  /** Input and output, or neither: half a price would bill half a call. */
  private boolean isWhole(List<Term> valid, Instant from) {
    boolean tokens = valid.stream().anyMatch(term -> term.entry().bucket().isToken());
    for (Bucket half : List.of(Bucket.INPUT, Bucket.OUTPUT)) {
      Price.Entry base = new Price.Entry(half, ServiceClass.STANDARD, Tier.BASE);
      if (tokens && valid.stream().noneMatch(term -> term.entry().equals(base))) {
        String reason =
            "from %s its model has no standard %s rate beside it".formatted(from, half.key());
        valid.forEach(term -> refuse(term.row(), reason));
        return false;
      }
    }
    return true;
  }

  private static Price price(List<Term> valid) {
    Term first =
        valid.stream()
            .min(
                Comparator.comparing((Term term) -> term.entry().tier())
                    .thenComparing(term -> term.entry().service())
                    .thenComparing(term -> term.entry().bucket()))
            .orElseThrow();
    Price.Builder price = Price.builder("user:" + text(first.row(), PriceColumns.PRICE_ID));
    valid.forEach(
        term ->
            price.add(
                term.entry(), Objects.requireNonNull(term.row().get(PriceColumns.RATE_PICO))));
    return price.build();
  }

  private static Instant from(PriceRow row) {
    return Objects.requireNonNull(row.get(PriceColumns.EFFECTIVE_FROM));
  }

  private static Price.Entry entry(PriceRow row) {
    Bucket bucket = Objects.requireNonNull(Bucket.of(text(row, PriceColumns.BUCKET)));
    ServiceClass service =
        Objects.requireNonNull(ServiceClass.of(text(row, PriceColumns.SERVICE_CLASS)));
    long from = Objects.requireNonNull(row.get(PriceColumns.MIN_PROMPT_TOKENS));
    boolean inclusive = Boolean.TRUE.equals(row.get(PriceColumns.MIN_INCLUSIVE));
    return new Price.Entry(bucket, service, Tier.of(from, inclusive));
  }
}
