// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CatalogueGeneratorTest {
  private static final Path BUNDLED =
      Path.of("src/main/resources/dev/spanledger/provider/pricing", CatalogueFile.NAME);

  /** With {@code -Dspanledger.test.prices.write=true} it makes the file first. */
  @Test
  void theBundledFileIsWhatTheProgramMakes() throws IOException {
    CatalogueGenerator made = CatalogueGenerator.of(PriceData.require(), PriceData.VERSION);
    if (Boolean.getBoolean("spanledger.test.prices.write")) {
      Files.writeString(BUNDLED, made.file());
      made.notes().forEach(System.out::println);
    }

    assertThat(Files.readString(BUNDLED)).isEqualTo(made.file());
  }

  @Test
  void halfAPriceIsRefusedAndOddCacheWritesAreFlagged() throws IOException {
    Path data = Files.createTempFile("prices", ".json");
    Files.writeString(
        data,
        """
        [{"id": "acme", "models": [
          {"id": "whole", "match": {"equals": "whole"}, "prices": {"input_mtok": 2, "cache_write_mtok": 9, "output_mtok": 4}},
          {"id": "half", "match": {"equals": "half"}, "prices": {"input_mtok": 2}},
          {"id": "other-half", "match": {"equals": "other-half"}, "prices": {"output_mtok": 2}},
          {"id": "cheap", "match": {"equals": "cheap"}, "prices": {"input_mtok": 2, "cache_write_mtok": 1.9, "output_mtok": 4}},
          {"id": "fine", "match": {"equals": "fine"}, "prices": {"input_mtok": 2, "cache_write_mtok": 8, "output_mtok": 4}},
          {"id": "text-embed", "match": {"equals": "text-embed"}, "prices": {"input_mtok": 0.1}},
          {"id": "whisper", "match": {"equals": "whisper"}, "prices": {"audio_hours": 3}}]}]
        """);

    CatalogueGenerator made = CatalogueGenerator.of(data, "9");

    assertThat(made.notes())
        .containsExactly(
            "to review: cache_write_mtok of acme/whole is 9, its input 2",
            "refused, half a price: acme/half {\"input_mtok\":2}",
            "refused, half a price: acme/other-half {\"output_mtok\":2}",
            "to review: cache_write_mtok of acme/cheap is 1.9, its input 2",
            "no price by the token: acme/whisper");
    assertThat(made.file())
        .endsWith(
            """
            catalog\tgenai-prices-9
            provider\tacme
            model\twhole
            price\t\tinput=2000000 output=4000000 cache_write=9000000
            model\thalf
            model\tother-half
            model\tcheap
            price\t\tinput=2000000 output=4000000 cache_write=1900000
            model\tfine
            price\t\tinput=2000000 output=4000000 cache_write=8000000
            model\ttext-embed
            price\t\tinput=100000
            model\twhisper
            """);
    Files.delete(data);
  }
}
