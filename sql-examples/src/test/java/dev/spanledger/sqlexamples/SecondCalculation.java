// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sqlexamples;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What the second calculations share: plain sums over the week's spans, without a database. */
final class SecondCalculation {
  static final Comparator<Step> BY_START = Comparator.comparing(Step::start);

  private SecondCalculation() {}

  /** Fails unless the question's page gives exactly these rows. */
  static void assertAnswer(String name, Stream<List<String>> rows) {
    SqlExample example = SqlExamples.named(name);
    assertThat(rows.toList())
        .as(name)
        .isEqualTo(ExampleWeek.answerWithToday(example, ExampleWeek.TODAY).rows());
  }

  /** The spans of the last so many days; none of the week starts near the boundary. */
  static List<Step> last(int days) {
    String first = ExampleWeek.TODAY.minusDays(days).toString();
    return ExampleWeek.steps().stream().filter(step -> step.day().compareTo(first) > 0).toList();
  }

  static List<Step> ofKind(String kind) {
    return only(last(7), step -> step.kind().equals(kind));
  }

  /** The last seven days' model calls, each once. */
  static List<Step> modelCalls() {
    return only(ofKind("LLM"), Step::counted);
  }

  /** The last seven days' spans whose usage is part of the totals. */
  static List<Step> usage() {
    return only(last(7), step -> step.counted() && step.has("in"));
  }

  static List<Step> only(List<Step> steps, Predicate<Step> which) {
    return steps.stream().filter(which).toList();
  }

  static <K> Map<K, List<Step>> by(Function<Step, K> key, List<Step> steps) {
    return steps.stream().collect(groupingBy(key, LinkedHashMap::new, toList()));
  }

  static long errors(List<Step> steps) {
    return steps.stream().filter(Step::failed).count();
  }

  /** The sum of the known values; null where none is known. */
  static Long sum(List<Step> steps, Function<Step, Long> value) {
    return steps.stream().map(value).filter(Objects::nonNull).reduce(Long::sum).orElse(null);
  }

  /** The sum of the known costs of counted spans; null where none is known. */
  static BigDecimal cost(List<Step> steps) {
    return steps.stream()
        .filter(Step::counted)
        .map(Step::cost)
        .filter(Objects::nonNull)
        .reduce(BigDecimal::add)
        .orElse(null);
  }

  static long unpriced(List<Step> steps) {
    return only(steps, step -> step.counted() && step.has("in") && !step.has("cost")).size();
  }

  static Instant latest(List<Step> steps, Function<Step, Instant> time) {
    return steps.stream().map(time).max(Comparator.naturalOrder()).orElse(null);
  }

  /** From the first start to the last end. */
  static double traceMs(List<Step> trace) {
    Instant first = trace.stream().map(Step::start).min(Comparator.naturalOrder()).orElseThrow();
    return Duration.between(first, latest(trace, Step::end)).toMillis();
  }

  /** The value at this fraction of the way from the smallest to the largest. */
  static double percentile(double fraction, List<Step> steps, ToDoubleFunction<Step> value) {
    return percentile(fraction, steps.stream().mapToDouble(value).toArray());
  }

  static double percentile(double fraction, double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double position = fraction * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = (int) Math.ceil(position);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  static double max(List<Step> steps, ToDoubleFunction<Step> value) {
    return steps.stream().mapToDouble(value).max().orElseThrow();
  }

  /** Part in percent, or null where the whole is zero or unknown. */
  static BigDecimal percent(Number part, Number whole) {
    return ratio(part == null ? null : 100.0 * part.doubleValue(), whole);
  }

  /** To one decimal, or null where the whole is zero or unknown. */
  static BigDecimal ratio(Number part, Number whole) {
    return part == null || whole == null || whole.doubleValue() == 0
        ? null
        : BigDecimal.valueOf(part.doubleValue() / whole.doubleValue())
            .setScale(1, RoundingMode.HALF_UP);
  }

  /** One row as the pages write it: one decimal for a double, nothing for null. */
  static List<String> row(Object... values) {
    return Arrays.stream(values).map(SecondCalculation::cell).toList();
  }

  private static String cell(Object value) {
    if (value instanceof Double ms) {
      return cell(BigDecimal.valueOf(ms).setScale(1, RoundingMode.HALF_UP));
    }
    return value instanceof BigDecimal decimal
        ? decimal.stripTrailingZeros().toPlainString()
        : Objects.toString(value, "");
  }

  static <T> Comparator<T> largestFirst(ToLongFunction<T> value) {
    return Comparator.comparingLong(value).reversed();
  }
}
