// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelpCenterTest {
  private final HelpCenter helpCenter = new HelpCenter();

  @ParameterizedTest
  @CsvSource({
    "leave parcel with a neighbour, Leaving a parcel with a neighbour",
    "when does the refund money arrive, Refunds: when the money arrives",
    "shipping to islands, Shipping to islands",
    "opening hours of the support desk, Opening hours",
    "how to claim the warranty, How to claim the warranty",
    "caring for oiled wood, Caring for oiled wood"
  })
  void theBestArticleComesFirst(String question, String title) {
    assertThat(search(question)).first().asString().startsWith(title);
  }

  @Test
  void atMostTwoArticlesAreFound() {
    assertThat(search("warranty refund parcel order delivery")).hasSize(2);
  }

  @Test
  void nothingIsFoundForWordsThatNoArticleHas() {
    assertThat(search("quantum chromodynamics")).isEmpty();
  }

  private List<String> search(String question) {
    return new HelpCenterTools(helpCenter).searchHelpCenter(question);
  }
}
