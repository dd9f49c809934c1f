// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A run's HTML file, opened from disk in a browser that has no network, and what the browser
 * complained of and asked for. For one thread.
 */
final class OpenRun implements AutoCloseable {
  final com.microsoft.playwright.Page page;
  final List<String> complaints = new ArrayList<>();
  final List<String> requests = new ArrayList<>();
  private final BrowserContext context;
  private final Path file;

  OpenRun(Browser browser, DrawnRun run, String query) {
    this(browser, run, query, ColorScheme.LIGHT);
  }

  OpenRun(Browser browser, DrawnRun run, String query, ColorScheme scheme) {
    this(browser, run, query, new Browser.NewContextOptions().setColorScheme(scheme));
  }

  /** In a browser that lets the page run whatever is in it. */
  static OpenRun withoutPolicy(Browser browser, DrawnRun run) {
    return new OpenRun(browser, run, "", new Browser.NewContextOptions().setBypassCSP(true));
  }

  private OpenRun(Browser browser, DrawnRun run, String query, Browser.NewContextOptions options) {
    try {
      file = Files.writeString(Files.createTempFile("run", ".html"), Page.filed().with(run.data()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    context = browser.newContext(options.setOffline(true).setViewportSize(1400, 860));
    page = context.newPage();
    page.setDefaultTimeout(20_000);
    page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
    page.onPageError(complaints::add);
    page.onRequest(request -> requests.add(request.url()));
    page.navigate(file.toUri() + "#/trace/" + DrawnRun.ID + query);
    page.waitForSelector(".trace");
  }

  /** Presses keys one after another, as the page has the focus now. */
  OpenRun press(String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
    return this;
  }

  /** The index of the selected span. */
  int selected() {
    return ((Number) view("selected")).intValue();
  }

  Object view(String expression) {
    return page.evaluate("SL.trace.current." + expression);
  }

  /** Waits until an expression over the view {@code v} is true. */
  void until(String condition) {
    // The page's policy forbids what waitForFunction does: to evaluate text within it.
    page.waitForCondition(
        () ->
            (Boolean)
                page.evaluate(
                    "(() => { const v = SL.trace.current; return !!(" + condition + "); })()"));
  }

  /** The row of a span. */
  Locator row(int span) {
    return page.locator("#row-" + span);
  }

  String text(String selector) {
    return page.locator(selector).first().innerText();
  }

  @Override
  public void close() {
    context.close();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
