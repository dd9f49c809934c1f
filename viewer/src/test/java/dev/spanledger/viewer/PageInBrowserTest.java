// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageInBrowserTest {
  @Test
  void opensFromDiskWithNothingToComplainOf(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("page.html"), Page.filed().with(""));
    try (Chromium chromium = Chromium.open();
        com.microsoft.playwright.Page page =
            chromium.browser().newPage(new Browser.NewPageOptions().setOffline(true))) {
      List<String> complaints = new ArrayList<>();
      List<String> requests = new ArrayList<>();
      page.onConsoleMessage(message -> complaints.add(message.text()));
      page.onPageError(complaints::add);
      page.onRequest(request -> requests.add(request.url()));
      page.navigate(file.toUri().toString());
      assertThat(page.textContent("#app")).isNotBlank();
      assertThat(complaints).isEmpty();
      assertThat(requests).containsExactly(file.toUri().toString());
    }
  }
}
