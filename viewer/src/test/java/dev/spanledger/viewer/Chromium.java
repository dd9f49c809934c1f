// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * The system's Chromium, driven. Where there is none, or no driver for it, the test that opens it
 * is skipped, and says so. For one thread.
 */
final class Chromium implements AutoCloseable {
  private static final Path PROGRAM =
      Path.of(System.getProperty("spanledger.chromium", "/usr/bin/chromium"));

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it. It needs no network, and downloads nothing. */
  static Chromium open() {
    if (!Files.isExecutable(PROGRAM)) {
      throw skip("no browser at " + PROGRAM + " (-Dspanledger.chromium=<program> names another)");
    }
    Playwright playwright = driver();
    try {
      return new Chromium(
          playwright,
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(PROGRAM)
                      .setArgs(List.of("--no-sandbox"))));
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  private static Playwright driver() {
    try {
      return Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    } catch (PlaywrightException e) {
      throw e;
    } catch (RuntimeException e) {
      throw skip("no driver for the browser: " + e.getMessage());
    }
  }

  private static RuntimeException skip(String reason) {
    System.out.println("[viewer] Skipped: " + reason);
    return Assumptions.abort(reason);
  }
}
