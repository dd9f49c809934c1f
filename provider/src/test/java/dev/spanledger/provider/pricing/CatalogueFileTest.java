// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each form of line that a catalogue can have, in a small one. */
class CatalogueFileTest {
  private static final Catalogue CATALOGUE =
      CatalogueFile.of(
          List.of(
              "# a comment, and an empty line",
              "",
              "catalog\ttest-1",
              "provider\tacme",
              "model\tplain",
              "price\t\tinput=10 output=20",
              "model\truled\t=exactly\t^begins\t$ends\t*within\t~r.g+x\t^both & $sides",
              "price\t\tinput=10 output=20",
              "model\tlong",
              "price\t\tinput=10 input>200=11 output=20 cache_read=1 web_search=5",
              "model\tdated",
              "price\t\tinput=10 output=20",
              "price\t2026-03-13\tinput=30 output=40",
              "model\tdaily",
              "price\t\tinput=10 output=20",
              "price\t01:00-04:00\tinput=30 output=40",
              "price\t22:00-00:00\tinput=50 output=60",
              "model\tshort-2026-01-31",
              "model\tshort",
              "price\t\tinput=10 output=20",
              "provider\treseller\tnobody,acme",
              "model\town",
              "price\t\tinput=1 output=2"));

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private static long input(String provider, String model, Instant at) {
    return rate(price(provider, model, at), Bucket.INPUT, 0);
  }

  private static long rate(Price price, Bucket bucket, long prompt) {
    Price.Rate rate = price.rate(bucket, ServiceClass.STANDARD, price.tier(prompt));
    return Objects.requireNonNull(rate).pico();
  }

  private static Price price(String provider, String model, Instant at) {
    Catalogue.Model found = Objects.requireNonNull(CATALOGUE.find(provider, model), model);
    return Objects.requireNonNull(found.schedule().at(at));
  }

  @Test
  void aPriceSaysWhereItIsFrom() {
    assertThat(CATALOGUE.version()).isEqualTo("test-1");
    assertThat(CATALOGUE.providers()).containsExactly("acme", "reseller");
    assertThat(price("acme", "plain", NOON).ref()).isEqualTo("test-1:acme/plain");
    assertThat(Pricing.catalogueVersion()).startsWith("genai-prices-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"exactly", "begins-so", "so-ends", "is-within-it", "a raggx", "both-sides"})
  void aNameThatKeepsToAnyRuleIsTheModels(String name) {
    assertThat(price("acme", name, NOON).ref()).isEqualTo("test-1:acme/ruled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exactly-not", "it begins", "ends not", "both", "sides", "rgx"})
  void aNameThatKeepsToNoneIsNot(String name) {
    assertThat(CATALOGUE.find("acme", name)).isNull();
  }

  @Test
  void anIdIsANameEvenWhereRulesDoNotSayIt() {
    assertThat(price("acme", "ruled", NOON).ref()).isEqualTo("test-1:acme/ruled");
  }

  /** What has one rate costs it in every tier; searches have no tiers. */
  @Test
  void aRateOverALengthHoldsForLongerPromptsOnly() {
    Price price = price("acme", "long", NOON);

    assertThat(rate(price, Bucket.INPUT, 200)).isEqualTo(10);
    assertThat(rate(price, Bucket.INPUT, 201)).isEqualTo(11);
    assertThat(rate(price, Bucket.OUTPUT, 201)).isEqualTo(20);
    assertThat(rate(price, Bucket.CACHE_READ, 201)).isEqualTo(1);
    assertThat(rate(price, Bucket.WEB_SEARCH, 201)).isEqualTo(5);
    assertThat(price.entries())
        .contains(new Price.Entry(Bucket.OUTPUT, ServiceClass.STANDARD, Tier.of(200, false)))
        .doesNotContain(
            new Price.Entry(Bucket.WEB_SEARCH, ServiceClass.STANDARD, Tier.of(200, false)));
  }

  @ParameterizedTest
  @CsvSource({
    "dated, 2026-03-12T23:59:59Z, 10",
    "dated, 2026-03-13T00:00:00Z, 30",
    "daily, 2026-03-13T00:59:59Z, 10",
    "daily, 2026-03-13T01:00:00Z, 30",
    "daily, 2026-03-13T03:59:59Z, 30",
    "daily, 2026-03-13T04:00:00Z, 10",
    "daily, 2026-03-13T21:59:59Z, 10",
    "daily, 2026-03-13T23:59:59Z, 50",
  })
  void aPriceHoldsFromADayOnOrBetweenTwoTimesOfEveryDay(String model, Instant at, long pico) {
    assertThat(input("acme", model, at)).isEqualTo(pico);
  }

  @Test
  void aProviderServesOthersModelsToo() {
    assertThat(input("reseller", "own", NOON)).isEqualTo(1);
    assertThat(input("reseller", "plain", NOON)).isEqualTo(10);
    assertThat(CATALOGUE.own("reseller", "plain")).isNull();
  }

  @Test
  void aKnownNameWithoutAPriceHasNoneUnderAShorterOne() {
    Matching matching = new Matching(CATALOGUE, UserPrices.NONE);

    assertThat(matching.matches(new Matching.Call("acme", List.of("short-2026-01-31"))))
        .singleElement()
        .satisfies(match -> assertThat(match.at(NOON)).isNull());
    assertThat(matching.matches(new Matching.Call("acme", List.of("short-2027-01-31"))))
        .singleElement()
        .satisfies(match -> assertThat(match.how()).isEqualTo(Match.NORMALISED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vendor\tacme", "price\t\ttokens=1", "price\t\tinput=one"})
  void aLineThatIsNoneIsRefused(String line) {
    assertThatThrownBy(() -> CatalogueFile.of(List.of("provider\tacme", "model\tm", line)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
