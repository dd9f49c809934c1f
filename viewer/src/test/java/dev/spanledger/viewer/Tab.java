// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.ArrayList;
import java.util.List;

/** One tab, what it complained of, and what it asked for. For one thread. */
final class Tab implements AutoCloseable {
  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  Tab(BrowserContext context) {
    this.context = context;
    this.page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onDialog(
        dialog -> {
          complaints.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.onRequest(request -> requests.add(request.url()));
  }

  Page page() {
    return page;
  }

  Tab open(String address) {
    page.navigate(address);
    return this;
  }

  /** Presses keys one after the other, by their DOM names: {@code j}, {@code ArrowDown}. */
  Tab press(String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
    return this;
  }

  Tab click(String selector) {
    page.click(selector);
    return this;
  }

  /** Waits until the first of these is there, and says what stands in it. */
  String text(String selector) {
    return page.locator(selector).first().innerText();
  }

  List<String> texts(String selector) {
    return page.locator(selector).allInnerTexts().stream().map(String::strip).toList();
  }

  Object evaluate(String script) {
    return page.evaluate(script);
  }

  /** What is awaited of these elements; waits for it. */
  LocatorAssertions expect(String selector) {
    return PlaywrightAssertions.assertThat(page.locator(selector));
  }

  /** What is awaited of the element that has the focus. */
  Locator focused() {
    return page.locator("*:focus");
  }

  /** Waits until the address ends so. */
  Tab at(String addressEnd) {
    page.waitForCondition(() -> page.url().endsWith(addressEnd));
    return this;
  }

  List<String> complaints() {
    return complaints;
  }

  List<String> requests() {
    return requests;
  }

  /** No error, no warning, no dialog, and nothing asked but of this host. */
  void assertQuiet(String origin) {
    assertThat(complaints).isEmpty();
    assertThat(requests).allMatch(url -> url.startsWith(origin) || url.startsWith("data:"));
  }

  @Override
  public void close() {
    context.close();
  }
}
