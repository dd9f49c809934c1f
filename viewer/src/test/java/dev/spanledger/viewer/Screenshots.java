// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Makes the pictures of the documentation from the sample's traces. No test by its name: {@code
 * docs/screenshots.sh} runs it.
 */
@ExtendWith(WithChromium.class)
class Screenshots {
  private final Path directory = Path.of(setting("screenshots.directory"));
  private final Spanledger ledger =
      Spanledger.open("jdbc:sqlite:" + setting("screenshots.database"));
  private final TraceReader reader = ledger.reader();
  private final ViewerServer server =
      ViewerServer.builder(reader).port(0).database("traces.db").start();
  private final Chromium chromium;

  Screenshots(Chromium chromium) {
    this.chromium = chromium;
  }

  @AfterEach
  void close() {
    server.close();
    ledger.close();
  }

  @Test
  void ofEveryPage() throws IOException {
    Files.createDirectories(directory);
    List<TraceRow> largest =
        reader.list(TraceQuery.all()).traces().stream()
            .sorted(Comparator.comparingLong(TraceRow::spanCount).reversed())
            .toList();
    String refund = largest.get(0).traceId();
    String other = largest.get(1).traceId();
    String failed =
        largest.stream()
            .filter(t -> t.status().equals("ERROR"))
            .findFirst()
            .orElseThrow()
            .traceId();
    try (Tab light = tab(ColorScheme.LIGHT);
        Tab dark = tab(ColorScheme.DARK)) {
      show(light, "#/traces", "tbody tr:nth-child(20)");
      take(light, "traces");
      show(light, "#/trace/" + refund, ".tg-row:nth-child(8)");
      light.press("j", "j", "Enter");
      take(light, "trace");
      show(dark, "#/trace/" + refund, ".tg-row:nth-child(8)");
      dark.press("c");
      take(dark, "trace-dark");
      show(light, "#/trace/" + failed, ".finding");
      take(light, "why");
      show(light, "#/compare/" + refund + "/" + other, ".steps tbody tr:nth-child(5)");
      light.press("n").expect(".pane .diff").not().hasCount(0);
      take(light, "compare");
      show(light, "#/stats?by=model&range=1h", ".grid tbody tr");
      take(light, "stats");
    }
  }

  private Tab tab(ColorScheme theme) {
    Tab tab =
        chromium.tab(
            new Browser.NewContextOptions()
                .setColorScheme(theme)
                .setTimezoneId("UTC")
                .setViewportSize(1240, 600));
    return tab.open(server.url());
  }

  private void show(Tab tab, String hash, String awaited) {
    tab.open(server.address() + hash).page().locator(awaited).first().waitFor();
  }

  private void take(Tab tab, String name) throws IOException {
    // Whatever is still asked for, such as a span's detail, has its place in the picture.
    tab.page().waitForTimeout(500);
    tab.assertQuiet(server.address());
    SmallPng.write(tab.page().screenshot(), directory.resolve(name + ".png"));
  }

  private static String setting(String name) {
    return Objects.requireNonNull(System.getProperty(name), name);
  }
}
