// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.provider.pricing.PriceFacts.Dated;
import dev.spanledger.provider.pricing.PriceFacts.Model;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Costs against a calculation of its own: decimals all along, no buckets shared with the library,
 * straight from the rules in words.
 */
class RandomUsageTest {
  private static final int USAGES = 5_000;
  private static final List<String> TIERS = List.of("standard", "default", "batch", "flex");

  private static final Map<String, Predicate<Model>> SHAPES = new LinkedHashMap<>();

  static {
    SHAPES.put("tiered", Model::isTiered);
    SHAPES.put("dated", model -> model.prices().stream().anyMatch(p -> p.when().length() == 10));
    SHAPES.put("hours", model -> model.prices().stream().anyMatch(p -> p.when().contains(":")));
    SHAPES.put("cache_write", model -> model.has("cache_write"));
    SHAPES.put("cache_write_1h", model -> model.has("cache_write_1h"));
    SHAPES.put("audio_input", model -> model.has("audio_input"));
    SHAPES.put("audio_output", model -> model.has("audio_output"));
    SHAPES.put("image_output", model -> model.has("image_output"));
    SHAPES.put("reasoning", model -> model.has("reasoning"));
    SHAPES.put("call", model -> model.has("call"));
    SHAPES.put("web_search", model -> model.has("web_search"));
    SHAPES.put("flat", model -> !model.isTiered() && model.prices().size() == 1);
  }

  private final long seed = Long.getLong("spanledger.test.seed", 20_261_120);
  private final Random random = new Random(seed);
  private final Map<String, Integer> seen = new LinkedHashMap<>();
  private final Pricing pricing = new Pricing();

  @Test
  void costIsWhatAnIndependentCalculationSays() throws IOException {
    List<Model> models = PriceFacts.read();
    List<List<Model>> byShape =
        SHAPES.values().stream().map(shape -> models.stream().filter(shape).toList()).toList();
    for (int i = 0; i < USAGES; i++) {
      check(any(i % 2 == 0 ? models : any(byShape)), i);
    }
    System.out.println("[pricing] seed " + seed + ", shapes " + seen);
    assertThat(models).hasSizeGreaterThan(1_300);
    assertThat(seen.keySet()).containsAll(SHAPES.keySet()).contains("above a threshold", "batch");
  }

  private void check(Model model, int number) {
    Instant start = Instant.parse("2025-01-01T00:00:00Z").plusSeconds(random.nextInt(900 * 86_400));
    Dated dated = at(model, start);
    Map<String, Long> used = usage(dated);
    String tier = random.nextInt(4) == 0 ? any(TIERS) : null;
    SpanRow row = price(model, start, used, tier);
    Expected expected = new Expected(dated.rates(), used);
    String about =
        "seed %d, usage %d: %s %s %s %s".formatted(seed, number, model, start, used, tier);

    assertThat(row.get(SpanColumns.COST_USD)).as(about).isEqualTo(expected.cost());
    assertThat(row.get(SpanColumns.INPUT_COST_USD).add(row.get(SpanColumns.OUTPUT_COST_USD)))
        .as(about)
        .isEqualTo(expected.cost());
    assertThat(row.get(SpanColumns.INPUT_COST_USD)).as(about).isNotNegative();
    boolean billed = used.get("input") + used.get("output") + used.get("web_search") > 0;
    boolean standIn = billed && ("batch".equals(tier) || "flex".equals(tier));
    boolean estimate = expected.estimate || standIn;
    assertThat(row.get(SpanColumns.COST_STATUS))
        .as(about)
        .isEqualTo(estimate ? "ESTIMATED" : "COMPUTED");
    SHAPES.forEach((shape, is) -> count(shape, is.test(model)));
    count("batch", "batch".equals(tier));
    count("above a threshold", expected.threshold > 0);
  }

  private void count(String shape, boolean is) {
    if (is) {
      seen.merge(shape, 1, Integer::sum);
    }
  }

  /** Of those that hold, the last in the file. */
  private static Dated at(Model model, Instant start) {
    String text = start.toString();
    Dated last = null;
    for (Dated dated : model.prices()) {
      String when = dated.when();
      String time = text.substring(11, 16);
      boolean holds =
          when.isEmpty()
              || (when.length() == 10 && text.compareTo(when) >= 0)
              || (when.contains(":")
                  && time.compareTo(when.substring(0, 5)) >= 0
                  && time.compareTo(when.substring(6)) < 0);
      last = holds ? dated : last;
    }
    return last;
  }

  /** Every part by itself, so that they need not fit into each other. */
  private Map<String, Long> usage(Dated dated) {
    Map<String, Long> used = new HashMap<>();
    List<Long> thresholds = dated.thresholds();
    long threshold = any(thresholds);
    long input = random.nextInt(3) == 0 ? threshold + random.nextInt(3) - 1 : tokens();
    used.put("input", Math.max(0, input));
    used.put("output", dated.rates().containsKey("output") ? tokens() : 0);
    for (String part :
        List.of(
            "cache_read",
            "cache_write",
            "cache_write_1h",
            "reasoning",
            "audio_input",
            "audio_output",
            "image_input",
            "image_output",
            "web_search")) {
      used.put(part, random.nextInt(3) == 0 ? tokens() / 2 : 0L);
    }
    return used;
  }

  private long tokens() {
    return random.nextInt(1 << (1 + random.nextInt(20)));
  }

  private SpanRow price(Model model, Instant start, Map<String, Long> used, String tier) {
    SpanRow.Builder row =
        Calls.starting(
            Calls.llm(model.provider(), model.name(), used.get("input"), used.get("output"))
                .set(SpanColumns.CACHE_READ_TOKENS, used.get("cache_read"))
                .set(SpanColumns.CACHE_WRITE_TOKENS, used.get("cache_write"))
                .set(SpanColumns.CACHE_WRITE_1H_TOKENS, used.get("cache_write_1h"))
                .set(SpanColumns.REASONING_TOKENS, used.get("reasoning"))
                .set(SpanColumns.AUDIO_INPUT_TOKENS, used.get("audio_input"))
                .set(SpanColumns.AUDIO_OUTPUT_TOKENS, used.get("audio_output"))
                .set(SpanColumns.SERVICE_TIER, tier)
                .set(
                    SpanColumns.USAGE_DETAILS,
                    "{\"gen_ai.usage.image.input_tokens\":%d,\"gen_ai.usage.image.output_tokens\":%d,\"gen_ai.usage.web_search_requests\":%d}"
                        .formatted(
                            used.get("image_input"),
                            used.get("image_output"),
                            used.get("web_search"))),
            start);
    return Calls.priced(pricing, row);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** The rules of docs/prices.md, in decimals. */
  private static final class Expected {
    final Map<String, NavigableMap<Long, BigDecimal>> rates;
    BigDecimal sum = BigDecimal.ZERO;
    boolean estimate;
    long threshold;

    Expected(Map<String, NavigableMap<Long, BigDecimal>> rates, Map<String, Long> used) {
      this.rates = rates;
      long input = used.get("input");
      long written = Math.max(used.get("cache_write"), used.get("cache_write_1h"));
      long cached = used.get("cache_read") + written;
      long prompt = cached > input ? input + cached : input;
      estimate = cached > input;
      threshold =
          rates.values().stream()
              .flatMap(r -> r.keySet().stream())
              .filter(t -> t < prompt)
              .mapToLong(t -> t)
              .max()
              .orElse(0);

      add(used.get("cache_read"), "cache_read", "input");
      add(used.get("cache_write_1h"), "cache_write_1h", "cache_write", "input");
      add(written - used.get("cache_write_1h"), "cache_write", "input");
      long rest = prompt - cached;
      rest -= add(Math.min(rest, used.get("audio_input")), "audio_input", "input");
      rest -= add(Math.min(rest, used.get("image_input")), "image_input", "input");
      add(rest, "input");

      long answer = used.get("output");
      answer -= reasoning(Math.min(answer, used.get("reasoning")));
      answer -= add(Math.min(answer, used.get("audio_output")), "audio_output", "output");
      answer -= add(Math.min(answer, used.get("image_output")), "image_output", "output");
      add(answer, "output");
      unit(1, "call", false);
      unit(used.get("web_search"), "web_search", true);
    }

    BigDecimal cost() {
      return sum.setScale(9, RoundingMode.HALF_EVEN);
    }

    private long reasoning(long tokens) {
      return rates.containsKey("reasoning") ? add(tokens, "reasoning") : add(tokens, "output");
    }

    private long add(long tokens, String... buckets) {
      for (String bucket : buckets) {
        if (tokens > 0 && rates.containsKey(bucket)) {
          BigDecimal rate = rates.get(bucket).floorEntry(threshold).getValue();
          sum = sum.add(rate.multiply(BigDecimal.valueOf(tokens)));
          estimate |= !bucket.equals(buckets[0]);
          break;
        }
      }
      return tokens;
    }

    private void unit(long count, String bucket, boolean estimateWithout) {
      if (count > 0 && rates.containsKey(bucket)) {
        sum = sum.add(rates.get(bucket).get(0L).multiply(BigDecimal.valueOf(count)));
      } else if (count > 0) {
        estimate |= estimateWithout;
      }
    }
  }
}
