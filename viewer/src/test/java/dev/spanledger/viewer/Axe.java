// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.deque.html.axecore.playwright.AxeBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What axe finds wrong with a page for people who do not see or point. */
final class Axe {
  private static final String SCRIPT = script();

  private Axe() {}

  /** The serious and critical violations: rule, and the element it is about. */
  @SuppressWarnings("unchecked") // a list of strings by the script
  static List<String> seriousIn(com.microsoft.playwright.Page page) {
    page.evaluate(SCRIPT);
    return (List<String>)
        page.evaluate(
            """
            async () => {
              const { violations } = await axe.run(document);
              return violations.filter((each) => ['serious', 'critical'].includes(each.impact))
                .map((each) => each.id + ': ' + each.nodes[0].html.slice(0, 200));
            }""");
  }

  private static String script() {
    try (InputStream in = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
