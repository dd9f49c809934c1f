// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The data that the bundled prices were made from: {@code -Dspanledger.test.prices=<file>}. */
final class PriceData {
  /** Of the data that the bundled file was made from; docs/prices.md says what else to change. */
  static final String VERSION = "0.1.8";

  private PriceData() {}

  /** Skips the test where there is none. */
  static Path require() {
    Path data = Path.of(System.getProperty("spanledger.test.prices", "/no/such/file"));
    assumeTrue(
        Files.isRegularFile(data),
        "skipped: no price data; give it with -Dspanledger.test.prices=<genai-prices' data.json>");
    return data;
  }
}
