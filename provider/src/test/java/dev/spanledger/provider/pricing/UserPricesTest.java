// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import static dev.spanledger.provider.pricing.Calls.NOW;
import static dev.spanledger.provider.pricing.Calls.cost;
import static dev.spanledger.provider.pricing.Calls.llm;
import static dev.spanledger.provider.pricing.Calls.priced;
import static dev.spanledger.provider.pricing.Calls.ref;
import static dev.spanledger.provider.pricing.Calls.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.ModelAlias;
import dev.spanledger.schema.PriceColumns;
import dev.spanledger.schema.PriceRow;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserPricesTest {
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant JULY = Instant.parse("2026-07-01T00:00:00Z");

  private final List<PriceRow> rows = new ArrayList<>();
  private final List<ModelAlias> aliases = new ArrayList<>();

  private PriceRow.Builder rate(String id, String model, String bucket, long pico) {
    return PriceRow.builder()
        .set(PriceColumns.PRICE_ID, id)
        .set(PriceColumns.MODEL_PATTERN, model)
        .set(PriceColumns.BUCKET, bucket)
        .set(PriceColumns.RATE_PICO, pico)
        .set(PriceColumns.EFFECTIVE_FROM, JUNE);
  }

  /** Input and output at the same rate. */
  private void model(String id, String model, long pico) {
    rows.add(rate(id, model, "input", pico).build());
    rows.add(rate(id + "-out", model, "output", pico).build());
  }

  private <T> void model(String id, String model, long pico, Column<T> column, T value) {
    rows.add(rate(id, model, "input", pico).set(column, value).build());
    rows.add(rate(id + "-out", model, "output", pico).set(column, value).build());
  }

  private Pricing pricing() {
    Pricing pricing = new Pricing();
    pricing.load(rows, aliases);
    return pricing;
  }

  private SpanRow of(String provider, String model) {
    return priced(pricing(), llm(provider, model, 1_000, 0));
  }

  @Test
  void aUsersPriceWinsOverTheBundledOne() {
    model("mine", "gpt-4o", 7);

    SpanRow row = of("openai", "gpt-4o");

    assertThat(cost(row)).isEqualTo(new BigDecimal("0.000000007"));
    assertThat(ref(row)).isEqualTo("user:mine");
    assertThat(status(row)).isEqualTo("COMPUTED");
  }

  @Test
  void evenWhereItIsOfTheModelThatWasAskedAndTheBundledOneOfTheModelThatAnswered() {
    model("mine", "prod-chat", 7);

    SpanRow row =
        priced(
            pricing(),
            llm("azure.ai.openai", "gpt-4o", 1_000, 0).set(SpanColumns.REQUEST_MODEL, "prod-chat"));

    assertThat(ref(row)).isEqualTo("user:mine");
  }

  @Test
  void zeroIsAPrice() {
    model("free", "llama3.3", 0);

    SpanRow row = of("ollama", "llama3.3");

    assertThat(cost(row)).isZero();
    assertThat(status(row)).isEqualTo("COMPUTED");
  }

  @Test
  void aPriceHoldsFromItsDateUntilTheNextOrItsEnd() {
    model("june", "m", 1_000_000);
    rows.add(
        rate("july", "m", "input", 2_000_000)
            .set(PriceColumns.EFFECTIVE_FROM, JULY)
            .set(PriceColumns.EFFECTIVE_TO, NOW)
            .build());

    assertThat(refAt(JUNE.minusNanos(1_000))).isEqualTo("no price at that time");
    assertThat(refAt(JUNE)).isEqualTo("user:june");
    assertThat(refAt(JULY.minusNanos(1_000))).isEqualTo("user:june");
    assertThat(refAt(JULY)).isEqualTo("user:july");
    assertThat(refAt(NOW)).isEqualTo("no price at that time");
  }

  private String refAt(Instant start) {
    return ref(priced(pricing(), Calls.starting(llm("acme", "m", 1_000, 0), start)));
  }

  @Test
  void tiersClassesAndUnitsHaveRatesOfTheirOwn() {
    model("base", "m", 1_000_000);
    rows.add(
        rate("long", "m", "input", 3_000_000)
            .set(PriceColumns.MIN_PROMPT_TOKENS, 1_000L)
            .set(PriceColumns.MIN_INCLUSIVE, true)
            .build());
    rows.add(rate("batch", "m", "input", 500_000).set(PriceColumns.SERVICE_CLASS, "batch").build());
    rows.add(rate("call", "m", "call", 5_000_000_000L).set(PriceColumns.UNIT, "call").build());

    assertThat(cost(priced(pricing(), llm("a", "m", 999, 0))))
        .isEqualTo(new BigDecimal("0.005999000"));
    assertThat(cost(priced(pricing(), llm("a", "m", 1_000, 0))))
        .isEqualTo(new BigDecimal("0.008000000"));
    SpanRow answer = priced(pricing(), llm("a", "m", 1_000, 1));
    assertThat(status(answer)).as("no output rate in the tier").isEqualTo("ESTIMATED");
    SpanRow batch = priced(pricing(), llm("a", "m", 10, 0).set(SpanColumns.SERVICE_TIER, "batch"));
    assertThat(cost(batch)).isEqualTo(new BigDecimal("0.005005000"));
  }

  @Test
  void aModelMayCostByTheCallAlone() {
    rows.add(
        rate("call", "painter", "call", 40_000_000_000L).set(PriceColumns.UNIT, "call").build());

    SpanRow row = priced(pricing(), llm("acme", "painter"));

    assertThat(cost(row)).isEqualTo(new BigDecimal("0.040000000"));
    assertThat(cost(of("acme", "painter"))).isEqualTo(new BigDecimal("0.040000000"));
    assertThat(status(row)).isEqualTo("COMPUTED");
  }

  @Test
  void aPatternMatchesAllOfTheNameAndTheLongestLiteralGoesFirst() {
    model("any", "acme-.*", 1, PriceColumns.MATCH_KIND, "regex");
    model("large", "acme-large-\\d+", 2, PriceColumns.MATCH_KIND, "regex");

    assertThat(ref(of("acme", "acme-large-7"))).isEqualTo("user:large#regex");
    assertThat(ref(of("acme", "acme-small"))).isEqualTo("user:any#regex");
    assertThat(ref(of("acme", "my-acme-small"))).isEqualTo("unknown model");
  }

  @Test
  void anExactNameGoesBeforeANormalisedOneAndThatBeforeAPattern() {
    model("pattern", "m.*", 1, PriceColumns.MATCH_KIND, "regex");
    assertThat(ref(of("acme", "m-2026-01-31"))).isEqualTo("user:pattern#regex");
    model("short", "m", 2);
    assertThat(ref(of("acme", "m-2026-01-31"))).isEqualTo("user:short#normalised");
    model("exact", "m-2026-01-31", 3);
    assertThat(ref(of("acme", "m-2026-01-31"))).isEqualTo("user:exact");
  }

  @Test
  void aPatternThatBacktracksWithoutEndMatchesNothing() {
    model("slow", "(.*)(.*)(.*)(.*)(.*)(.*)b", 1, PriceColumns.MATCH_KIND, "regex");

    assertThat(ref(of("acme", "a".repeat(200)))).isEqualTo("unknown model");
  }

  @Test
  void aPriceOfAProviderIsNotAnothers() {
    model("acmes", "m", 1, PriceColumns.PROVIDER, "acme");

    assertThat(ref(of("acme", "m"))).isEqualTo("user:acmes");
    assertThat(ref(of("other", "m"))).isEqualTo("unknown model");
    model("anyones", "m", 2);
    assertThat(ref(of("acme", "m"))).isEqualTo("user:acmes");
    assertThat(ref(of("other", "m"))).isEqualTo("user:anyones");
  }

  @Test
  void aPatternOfAProviderIsNotAnothers() {
    rows.add(regex("acmes", "input", "acme"));
    rows.add(regex("acmes-out", "output", "acme"));

    assertThat(ref(of("acme", "m"))).isEqualTo("user:acmes#regex");
    assertThat(ref(of("other", "m"))).isEqualTo("unknown model");
  }

  private PriceRow regex(String id, String bucket, String provider) {
    return rate(id, "m.*", bucket, 1)
        .set(PriceColumns.MATCH_KIND, "regex")
        .set(PriceColumns.PROVIDER, provider)
        .build();
  }

  @Test
  void anAliasLeadsToABundledPriceAndToAUsersOwn() {
    aliases.add(new ModelAlias("prod-chat", "azure.ai.openai", "gpt-4o"));

    assertThat(ref(of("azure.ai.openai", "prod-chat")))
        .isEqualTo("genai-prices-0.1.8:openai/gpt-4o#alias");
    assertThat(ref(of("openai", "prod-chat"))).isEqualTo("unknown model");
    model("mine", "gpt-4o", 1);
    assertThat(ref(of("azure.ai.openai", "prod-chat"))).isEqualTo("user:mine#alias");
  }

  @Test
  void rowsThatCannotBeRightAreLeftOutAndTheRestHolds() {
    model("good", "m", 1);
    rows.add(rate("negative", "n", "input", -1).build());
    rows.add(rate("bucket", "n", "inputs", 1).build());
    rows.add(rate("unit", "n", "web_search", 1).build());
    rows.add(rate("regex", "(", "input", 1).set(PriceColumns.MATCH_KIND, "regex").build());
    rows.add(rate("end", "n", "input", 1).set(PriceColumns.EFFECTIVE_TO, JUNE).build());
    rows.add(rate("class", "n", "input", 1).set(PriceColumns.SERVICE_CLASS, "cheap").build());
    rows.add(rate("begin", "n", "input", 1).set(PriceColumns.EFFECTIVE_FROM, null).build());
    rows.add(rate("kind", "n", "input", 1).set(PriceColumns.MATCH_KIND, "glob").build());
    rows.add(rate("prompt", "n", "input", 1).set(PriceColumns.MIN_PROMPT_TOKENS, -1L).build());
    rows.add(rate("model", " ", "input", 1).build());
    rows.add(rate("provider", "n", "input", 1).set(PriceColumns.PROVIDER, " ").build());

    UserPrices prices = new UserPrices(rows, aliases);

    assertThat(prices.refusals())
        .containsEntry("negative", "rate_pico is negative or missing")
        .containsEntry("bucket", "no bucket is called inputs")
        .containsEntry("unit", "the unit of web_search is search")
        .containsEntry("end", "effective_to is not after effective_from")
        .containsEntry("class", "no service_class is called cheap")
        .containsEntry("begin", "effective_from is missing, or no time")
        .hasEntrySatisfying(
            "regex", reason -> assertThat(reason).startsWith("model_pattern is no regex"))
        .containsEntry("kind", "no match_kind is called glob")
        .containsEntry("prompt", "min_prompt_tokens is negative or missing")
        .containsEntry("model", "model_pattern is empty")
        .containsEntry("provider", "provider is empty; * means any")
        .hasSize(11);
    assertThat(pricing().refused()).isEqualTo(11);
    assertThat(ref(of("acme", "m"))).isEqualTo("user:good");
  }

  @Test
  void halfAPriceIsRefusedAndTheBundledOneHolds() {
    rows.add(rate("half", "gpt-4o", "input", 1).build());

    assertThat(new UserPrices(rows, aliases).refusals())
        .containsEntry(
            "half", "from 2026-06-01T00:00:00Z its model has no standard output rate beside it");
    assertThat(ref(of("openai", "gpt-4o"))).isEqualTo("genai-prices-0.1.8:openai/gpt-4o");
  }

  @Test
  void anEndThatReachesIntoTheNextPriceIsAnOverlap() {
    rows.add(
        rate("in", "m", "input", 1)
            .set(PriceColumns.EFFECTIVE_TO, JULY.plus(Duration.ofDays(1)))
            .build());
    rows.add(rate("out", "m", "output", 1).build());
    rows.add(rate("late", "m", "input", 2).set(PriceColumns.EFFECTIVE_FROM, JULY).build());

    assertThat(new UserPrices(rows, aliases).refusals())
        .containsEntry("late", "it overlaps with another price for the same");
  }

  @Test
  void ofTwoPricesForTheSameFromTheSameTimeOneIsRefused() {
    model("mine", "m", 1);
    rows.add(rate("again", "m", "input", 2).build());

    assertThat(new UserPrices(rows, aliases).refusals())
        .containsExactly(Map.entry("mine", "it overlaps with another price for the same"));
    assertThat(ref(of("acme", "m"))).isEqualTo("user:again");
  }

  /** An embedding's price has no output rate, and a price for tokens needs one. */
  @Test
  void aBundledPriceWithoutOutputCanBeCopiedToo() {
    rows.addAll(Pricing.bundled("openai", "text-embedding-3-small", JUNE));

    assertThat(pricing().refused()).isZero();
    assertThat(cost(of("openai", "text-embedding-3-small")))
        .isEqualTo(new BigDecimal("0.000020000"));
  }

  @Test
  void aModelThatNobodyKnowsHasNoPriceToCopy() {
    assertThat(Pricing.bundled("openai", "acme-secret-1", JUNE)).isEmpty();
    assertThat(Pricing.bundled("openai", " ", JUNE)).isEmpty();
  }

  @Test
  void aBundledPriceCanBeCopiedAndCostsTheSame() {
    rows.addAll(Pricing.bundled("anthropic", "claude-sonnet-4-5", JUNE));
    SpanRow.Builder call =
        llm("anthropic", "claude-sonnet-4-5", 300_000, 100)
            .set(SpanColumns.CACHE_READ_TOKENS, 1_000L)
            .set(SpanColumns.CACHE_WRITE_1H_TOKENS, 1_000L);

    SpanRow mine = priced(pricing(), call);

    assertThat(ref(mine)).isEqualTo("user:");
    assertThat(cost(mine)).isEqualTo(cost(priced(call)));
    assertThat(rows.get(0).toInsert())
        .isEqualTo(
            """
            INSERT INTO agent_model_prices (provider, match_kind, model_pattern, bucket, unit, service_class, min_prompt_tokens, min_inclusive, rate_pico, effective_from)
            VALUES ('anthropic', 'exact', 'claude-sonnet-4-5', 'input', 'token', 'standard', 0, false, 3000000, '2026-06-01T00:00:00Z');""");
  }
}
