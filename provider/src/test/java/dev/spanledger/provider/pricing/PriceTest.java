// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rate holds where several could, and where the one that should is missing. */
class PriceTest {
  private static final Tier LONG = Tier.of(100, false);

  private static Price.Builder add(
      Price.Builder price, Bucket bucket, ServiceClass service, Tier tier, long pico) {
    return price.add(new Price.Entry(bucket, service, tier), pico);
  }

  private static Price price() {
    Price.Builder price = Price.builder("p");
    add(price, Bucket.INPUT, ServiceClass.STANDARD, Tier.BASE, 1);
    add(price, Bucket.INPUT, ServiceClass.BATCH, Tier.BASE, 2);
    add(price, Bucket.INPUT, ServiceClass.STANDARD, LONG, 3);
    add(price, Bucket.OUTPUT, ServiceClass.STANDARD, Tier.BASE, 4);
    add(price, Bucket.OUTPUT, ServiceClass.BATCH, Tier.BASE, 5);
    add(price, Bucket.CACHE_READ, ServiceClass.STANDARD, Tier.BASE, 6);
    add(price, Bucket.CALL, ServiceClass.STANDARD, Tier.BASE, 7);
    return price.build();
  }

  @ParameterizedTest
  @CsvSource({
    // bucket, class, prompt, rate, whether it is another's
    "INPUT, STANDARD, 100, 1, false",
    "INPUT, STANDARD, 101, 3, false",
    "INPUT, BATCH, 100, 2, false",
    "INPUT, BATCH, 101, 3, true",
    "INPUT, FLEX, 100, 1, true",
    "OUTPUT, STANDARD, 101, 4, true",
    "OUTPUT, BATCH, 101, 5, true",
    "OUTPUT, FLEX, 101, 4, true",
    "REASONING, STANDARD, 100, 4, false",
    "AUDIO_OUTPUT, STANDARD, 100, 4, true",
    "CACHE_READ, BATCH, 101, 6, true",
    "CACHE_WRITE_1H, STANDARD, 101, 3, true",
    "CALL, STANDARD, 101, 7, false",
  })
  void theNearestRateHolds(
      Bucket bucket, ServiceClass service, long prompt, long pico, boolean isFallback) {
    Price price = price();

    assertThat(price.rate(bucket, service, price.tier(prompt)))
        .isEqualTo(new Price.Rate(pico, isFallback));
  }

  @Test
  void whatHasNoRateAndNothingToFallBackToHasNone() {
    Price price = price();

    assertThat(price.rate(Bucket.WEB_SEARCH, ServiceClass.STANDARD, Tier.BASE)).isNull();
  }

  @Test
  void aTierThatIncludesItsBoundIsAnotherThanOneThatDoesNot() {
    Price.Builder price = Price.builder("p");
    add(price, Bucket.INPUT, ServiceClass.STANDARD, Tier.BASE, 1);
    add(price, Bucket.INPUT, ServiceClass.STANDARD, Tier.of(100, false), 3);
    add(price, Bucket.INPUT, ServiceClass.STANDARD, Tier.of(100, true), 2);
    Price built = price.build();

    assertThat(built.tier(99)).isEqualTo(Tier.BASE);
    assertThat(built.tier(100)).isEqualTo(Tier.of(100, true));
    assertThat(built.tier(101)).isEqualTo(Tier.of(100, false));
    assertThat(built.entries()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"WEB_SEARCH, true", "CALL, true", "CACHE_READ, false", "OUTPUT, false"})
  void pricesAgreeWhereTokensCostTheSame(Bucket other, boolean agrees) {
    Price.Builder same = Price.builder("q");
    price().entries().forEach(entry -> same.add(entry, price().pico(entry)));
    add(same, other, ServiceClass.STANDARD, Tier.BASE, 99);

    assertThat(price().agreesWith(same.build())).isEqualTo(agrees);
    assertThat(same.build().agreesWith(price())).isEqualTo(agrees);
  }
}
