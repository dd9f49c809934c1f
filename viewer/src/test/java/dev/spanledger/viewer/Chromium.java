// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The system's Chromium, driven. Where there is none, or no driver for it, the test that opens it
 * is skipped, and says so. For one thread.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it. It needs no network, and downloads nothing. */
  static Chromium open() {
    Path program =
        program()
            .orElseThrow(
                () -> skipped("no Chromium found (-Dviewer.chromium=<program> names one)"));
    // What is awaited comes at once, but for a machine that has much else to do.
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    Playwright playwright = driver();
    try {
      return new Chromium(
          playwright,
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(program)
                      .setArgs(List.of("--no-sandbox"))));
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  Browser browser() {
    return browser;
  }

  /** An empty tab that sees light colours and may ask any host. */
  Tab tab() {
    return tab(new Browser.NewContextOptions());
  }

  Tab tab(Browser.NewContextOptions options) {
    return new Tab(browser.newContext(options));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  private static Optional<Path> program() {
    String named = System.getProperty("viewer.chromium");
    return (named == null ? onPath() : Stream.of(Path.of(named)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Stream<Path> onPath() {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/bin";
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .flatMap(directory -> NAMES.stream().map(Path.of(directory)::resolve));
  }

  private static Playwright driver() {
    try {
      return Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    } catch (PlaywrightException e) {
      throw e;
    } catch (RuntimeException e) {
      throw skipped("no driver for the browser: " + e.getMessage());
    }
  }

  private static RuntimeException skipped(String reason) {
    System.out.println("[viewer] Skipped: " + reason);
    return Assumptions.<RuntimeException>abort(reason);
  }
}
