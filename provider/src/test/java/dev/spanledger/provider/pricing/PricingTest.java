// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import static dev.spanledger.provider.pricing.Calls.cost;
import static dev.spanledger.provider.pricing.Calls.llm;
import static dev.spanledger.provider.pricing.Calls.priced;
import static dev.spanledger.provider.pricing.Calls.ref;
import static dev.spanledger.provider.pricing.Calls.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricingTest {
  private static final String SONNET = "claude-sonnet-4-5";

  @Test
  void aCallCostsItsTokensTimesTheirRates() {
    SpanRow row = priced(llm("openai", "gpt-4o", 1_000, 100));

    assertThat(cost(row)).isEqualTo(new BigDecimal("0.003500000"));
    assertThat(row.get(SpanColumns.INPUT_COST_USD)).isEqualTo(new BigDecimal("0.002500000"));
    assertThat(row.get(SpanColumns.OUTPUT_COST_USD)).isEqualTo(new BigDecimal("0.001000000"));
    assertThat(status(row)).isEqualTo("COMPUTED");
    assertThat(ref(row)).isEqualTo("genai-prices-0.1.8:openai/gpt-4o");
  }

  /** M#24869, M#24759, M#22606: cached tokens are not billed as new ones, nor twice. */
  @Test
  void cachedTokensAreBilledAsSuchAndOnce() {
    SpanRow row =
        priced(
            llm("anthropic", SONNET, 10_000, 0)
                .set(SpanColumns.CACHE_READ_TOKENS, 6_000L)
                .set(SpanColumns.CACHE_WRITE_TOKENS, 3_000L)
                .set(SpanColumns.CACHE_WRITE_1H_TOKENS, 1_000L));

    // 1,000 x 3 + 6,000 x 0.30 + 2,000 x 3.75 + 1,000 x 6, a million tokens each
    assertThat(cost(row)).isEqualTo(new BigDecimal("0.018300000"));
    assertThat(status(row)).isEqualTo("COMPUTED");
  }

  /** P#10036: Bedrock counts cached tokens beside the input; the cost was 42 times too high. */
  @Test
  void bedrockWithMoreCachedThanInputTokensIsTakenForExclusive() {
    SpanRow row =
        priced(
            llm("aws.bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", 10, 442)
                .set(SpanColumns.CACHE_READ_TOKENS, 8_709L));

    // regional: 10 x 3.30 + 8,709 x 0.33 + 442 x 16.50, a million tokens each
    assertThat(cost(row)).isEqualTo(new BigDecimal("0.010199970"));
    assertThat(status(row)).isEqualTo("ESTIMATED");
  }

  /** O#6976, O#6969, O#6982. */
  @ParameterizedTest
  @CsvSource({
    "199999, 0.599997000",
    "200000, 0.600000000",
    "200001, 1.200006000",
  })
  void theWholePromptDecidesTheTierOfEveryBucket(long input, BigDecimal expected) {
    assertThat(cost(priced(llm("anthropic", SONNET, input, 0)))).isEqualTo(expected);
  }

  @Test
  void theTierOfALongPromptHoldsForCacheAndAnswerToo() {
    SpanRow row =
        priced(
            llm("anthropic", SONNET, 200_001, 1_000).set(SpanColumns.CACHE_READ_TOKENS, 200_000L));

    // 1 x 6 + 200,000 x 0.60 + 1,000 x 22.50, a million tokens each
    assertThat(cost(row)).isEqualTo(new BigDecimal("0.142506000"));
  }

  /** O#4114, O#5018, O#5621, O#5130. */
  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o-2024-11-20, openai/gpt-4o",
    "openai, GPT-4o, openai/gpt-4o#normalised",
    "openai, openai/gpt-4o, openai/gpt-4o#normalised",
    "openai, gpt-4o-2031-01-31, openai/gpt-4o#normalised",
    "openai, /gpt-4o, openai/gpt-4o#normalised",
    "anthropic, anthropic/claude-3.5-sonnet-20241022, anthropic/claude-3-5-sonnet#normalised",
    "anthropic, claude-sonnet-4.5, anthropic/claude-sonnet-4-5",
    "anthropic, claude-opus-4-1@20250805, anthropic/claude-opus-4-1",
    "gcp.gemini, models/gemini-2.5-pro, google/gemini-2.5-pro#normalised",
    "gcp.vertex_ai, publishers/google/models/gemini-2.5-flash, google/gemini-2.5-flash#normalised",
    "gcp.vertex_ai, claude-sonnet-4-5@20250929, google/claude-sonnet-4-5",
    "azure.ai.openai, gpt-4o, openai/gpt-4o",
    "azure.ai.openai, text-embedding-3-small, azure/text-embedding-3-small",
    "aws.bedrock, eu.amazon.nova-lite-v1:0, aws/amazon.nova-lite-v1:0",
    "aws.bedrock, global.anthropic.claude-sonnet-4-5-20250929-v1:0, aws/global.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "aws.bedrock, us.anthropic.claude-sonnet-4-5-20250929-v1:0, aws/regional.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "aws.bedrock, arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-4-5-v1:0, aws/regional.anthropic.claude-opus-4-5-v1:0",
    "mistral_ai, mistral-large-latest, mistral/mistral-large",
    "x_ai, grok-4-0709, x-ai/grok-4-0709",
  })
  void namesOfAModelFindItsPrice(String provider, String model, String ref) {
    SpanRow row = priced(llm(provider, model, 1_000, 0));

    assertThat(ref(row)).isEqualTo("genai-prices-0.1.8:" + ref);
    assertThat(cost(row)).isPositive();
  }

  @Test
  void theModelThatAnsweredIsPricedBeforeTheOneThatWasAsked() {
    SpanRow.Builder row =
        llm("openai", "gpt-4o-mini", 1_000, 0).set(SpanColumns.REQUEST_MODEL, "gpt-4o");

    assertThat(ref(priced(row))).endsWith("openai/gpt-4o-mini");
    row.set(SpanColumns.MODEL, "ft:acme-42").set(SpanColumns.RESPONSE_MODEL, "ft:acme-42");
    assertThat(ref(priced(row))).endsWith("openai/gpt-4o");
  }

  @ParameterizedTest
  @CsvSource({
    "2025-06-09T23:59:59Z, 0.010000000",
    "2025-06-10T00:00:00Z, 0.002000000",
  })
  void thePriceIsThatOfTheSpansStart(Instant start, BigDecimal expected) {
    assertThat(cost(priced(Calls.starting(llm("openai", "o3", 1_000, 0), start))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T00:29:59Z, 0.000135000",
    "2026-11-20T00:30:00Z, 0.000270000",
    "2026-11-20T16:29:59Z, 0.000270000",
    "2026-11-20T16:30:00Z, 0.000135000",
  })
  void nightsCanBeCheaper(Instant start, BigDecimal expected) {
    assertThat(cost(priced(Calls.starting(llm("deepseek", "deepseek-chat", 1_000, 0), start))))
        .isEqualTo(expected);
  }

  @Test
  void batchIsNeverGuessedAndWithoutARateOfItsOwnAnEstimate() {
    assertThat(status(priced(llm("openai", "gpt-4o", 10, 1), SpanColumns.SERVICE_TIER, "default")))
        .isEqualTo("COMPUTED");
    SpanRow batch = priced(llm("openai", "gpt-4o", 10, 1), SpanColumns.SERVICE_TIER, "batch");
    assertThat(status(batch)).isEqualTo("ESTIMATED");
    assertThat(cost(batch)).isEqualTo(cost(priced(llm("openai", "gpt-4o", 10, 1))));
    assertThat(status(priced(llm("openai", "gpt-4o", 10, 1), SpanColumns.SERVICE_TIER, "scale")))
        .isEqualTo("ESTIMATED");
  }

  @Test
  void reasoningCostsAsOutputWithoutBeingAnEstimate() {
    SpanRow row = priced(llm("openai", "o3", 0, 1_000), SpanColumns.REASONING_TOKENS, 900L);

    assertThat(cost(row)).isEqualTo(new BigDecimal("0.008000000"));
    assertThat(row.get(SpanColumns.OUTPUT_COST_USD)).isEqualTo(cost(row));
    assertThat(status(row)).isEqualTo("COMPUTED");
  }

  /** An embedding has no output; of any other call, half a usage bills half. */
  @ParameterizedTest
  @CsvSource({
    "LLM, 10, 1, COMPUTED",
    "LLM, 10, 0, COMPUTED",
    "LLM, 10, , ESTIMATED",
    "LLM, , 1, ESTIMATED",
    "EMBEDDING, 10, , COMPUTED",
    "EMBEDDING, , 1, ESTIMATED",
  })
  void halfOfAUsageMakesAnEstimate(String kind, Long input, Long output, String status) {
    SpanRow row =
        priced(
            llm("openai", "gpt-4o")
                .set(SpanColumns.KIND, kind)
                .set(SpanColumns.INPUT_TOKENS, input)
                .set(SpanColumns.OUTPUT_TOKENS, output));

    assertThat(status(row)).isEqualTo(status);
  }

  @Test
  void audioWithoutARateOfItsOwnIsAnEstimate() {
    SpanRow row = priced(llm("openai", "gpt-4o", 1_000, 0), SpanColumns.AUDIO_INPUT_TOKENS, 500L);

    assertThat(cost(row)).isEqualTo(new BigDecimal("0.002500000"));
    assertThat(status(row)).isEqualTo("ESTIMATED");
  }

  /** O#5619: a count of tokens is not an amount of money, nor a count of anything else. */
  @Test
  void countsAreOfWhatTheirNamesSay() {
    SpanRow.Builder call = llm("openai", "gpt-4o", 1_000, 0);
    BigDecimal plain = cost(priced(call));

    assertThat(
            cost(
                priced(
                    call,
                    SpanColumns.USAGE_DETAILS,
                    "{\"total_cost_tokens\":900,\"x\":{\"gen_ai.usage.web_search_requests\":3}}")))
        .isEqualTo(plain);
    assertThat(
            cost(
                priced(
                    call,
                    SpanColumns.USAGE_DETAILS,
                    "{\"x\":[1],\"gen_ai.usage.web_search_requests\":3}")))
        .isEqualTo(plain.add(new BigDecimal("0.03")));
    assertThat(
            cost(
                priced(
                    call,
                    SpanColumns.USAGE_DETAILS,
                    "{\"gen_ai.usage.image.input_tokens\":1e9,\"gen_ai.usage.file_search_requests\":"
                        + "99999999999999999999,\"gen_ai.usage.web_search_requests\":3}")))
        .as("after counts that are none")
        .isEqualTo(plain.add(new BigDecimal("0.03")));
  }

  @Test
  void whatTheSourceReportsWins() {
    SpanRow row =
        priced(
            llm("openai", "gpt-4o", 1_000, 100),
            SpanColumns.REPORTED_COST_USD,
            new BigDecimal("0.5"));

    assertThat(cost(row)).isEqualByComparingTo("0.5");
    assertThat(status(row)).isEqualTo("REPORTED");
    assertThat(ref(row)).isNull();
  }

  /** O#4508: an answer from a local cache cost nothing, and its source says so. */
  @Test
  void aReportedZeroIsACost() {
    SpanRow row =
        priced(llm("openai", "gpt-4o", 1_000, 100), SpanColumns.REPORTED_COST_USD, BigDecimal.ZERO);

    assertThat(cost(row)).isZero();
    assertThat(status(row)).isEqualTo("REPORTED");
  }

  @Test
  void anotherCurrencyIsNotTakenForDollars() {
    SpanRow row =
        priced(
            llm("openai", "gpt-4o", 1_000, 100)
                .set(SpanColumns.REPORTED_COST_USD, BigDecimal.ONE)
                .set(SpanColumns.COST_CURRENCY, "EUR"));

    assertThat(cost(row)).isNull();
    assertThat(status(row)).isEqualTo("FOREIGN_CURRENCY");
    assertThat(status(priced(llm("openai", "gpt-4o", 1, 1), SpanColumns.COST_CURRENCY, "usd")))
        .isEqualTo("COMPUTED");
  }

  @ParameterizedTest
  @CsvSource({
    "openai, acme-secret-1, unknown model",
    "ollama, gpt-4o, unknown model",
    "openai, whisper-1, no price at that time",
    "openai, text-embedding-3-small, no output rate in genai-prices-0.1.8:openai/text-embedding-3-small",
  })
  void withoutAPriceThereIsNoCostButAReason(String provider, String model, String reason) {
    SpanRow row = priced(llm(provider, model, 1_000, 100));

    assertThat(cost(row)).isNull();
    assertThat(row.get(SpanColumns.INPUT_COST_USD)).isNull();
    assertThat(status(row)).isEqualTo("NO_PRICE");
    assertThat(ref(row)).isEqualTo(reason);
  }

  @Test
  void aCallWithoutAModelHasNoPrice() {
    assertThat(ref(priced(llm(null, null, 1_000, 100)))).isEqualTo("no model");
  }

  @Test
  void anEmbeddingNeedsNoOutputRate() {
    SpanRow row =
        priced(
            llm("openai", "text-embedding-3-small", 1_000, 0)
                .set(SpanColumns.KIND, "EMBEDDING")
                .set(SpanColumns.OUTPUT_TOKENS, null));

    assertThat(cost(row)).isEqualTo(new BigDecimal("0.000020000"));
    assertThat(status(row)).isEqualTo("COMPUTED");
  }

  @Test
  void ofAnUnknownProviderOnlyAPriceThatAllAgreeOnCounts() {
    assertThat(status(priced(llm(null, "claude-sonnet-4-5", 1_000, 100)))).isEqualTo("NO_PRICE");
    assertThat(ref(priced(llm(null, "claude-sonnet-4-5", 1_000, 100))))
        .isEqualTo("providers disagree");
    SpanRow agreed = priced(llm("acme-gateway", "gpt-4o-mini-2024-07-18", 1_000, 100));
    assertThat(ref(agreed)).isEqualTo("genai-prices-0.1.8:openai/gpt-4o-mini#any-provider");
    assertThat(cost(agreed)).isEqualTo(new BigDecimal("0.000210000"));
  }

  @Test
  void withoutUsageThereIsNoCost() {
    SpanRow row = priced(llm("openai", "gpt-4o"));

    assertThat(cost(row)).isNull();
    assertThat(status(row)).isEqualTo("NO_USAGE");
  }

  /** P#10783: what total_tokens says beyond input and output is nobody's output. */
  @Test
  void totalTokensAloneHaveNoPrice() {
    SpanRow row = priced(llm("openai", "gpt-4o"), SpanColumns.TOTAL_TOKENS, 8_709L);

    assertThat(status(row)).isEqualTo("NO_PRICE");
    assertThat(ref(row)).isEqualTo("only total_tokens");
    assertThat(cost(priced(llm("openai", "gpt-4o", 100, 442), SpanColumns.TOTAL_TOKENS, 8_709L)))
        .isEqualTo(cost(priced(llm("openai", "gpt-4o", 100, 442))));
  }

  @Test
  void anAgentsTotalsAreAnEstimateInTheBaseTier() {
    SpanRow row =
        priced(
            llm("anthropic", SONNET, 300_000, 0)
                .set(SpanColumns.KIND, "AGENT")
                .set(SpanColumns.USAGE_SCOPE, "aggregate"));

    assertThat(cost(row)).isEqualTo(new BigDecimal("0.900000000"));
    assertThat(status(row)).isEqualTo("ESTIMATED");
  }

  @Test
  void aStepThatCallsNoModelHasNoCostStatus() {
    SpanRow row =
        priced(llm(null, null).set(SpanColumns.KIND, "TOOL").set(SpanColumns.COST_STATUS, null));

    assertThat(status(row)).isNull();
    assertThat(ref(row)).isNull();
  }

  @Test
  void aFreeModelCostsZeroNotNull() {
    SpanRow row = priced(llm("openrouter", "allenai/molmo-7b-d:free", 1_000, 100));

    assertThat(cost(row)).isZero();
    assertThat(status(row)).isEqualTo("COMPUTED");
  }

  @Test
  void anAbsurdCostIsNoneRatherThanAFailure() {
    SpanRow row = priced(llm("openai", "o3", Long.MAX_VALUE, Long.MAX_VALUE));

    assertThat(cost(row)).isNull();
    assertThat(ref(row)).startsWith("more than 999,999,999 USD");
  }

  @Test
  void pricingARowAgainChangesNothing() {
    SpanRow once = priced(llm("openai", "gpt-4o", 1_000, 100));

    assertThat(cost(priced(once.toBuilder()))).isEqualTo(cost(once));
    assertThat(ref(priced(once.toBuilder()))).isEqualTo(ref(once));
  }
}
