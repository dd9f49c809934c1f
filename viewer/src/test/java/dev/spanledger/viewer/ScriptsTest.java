// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for the page's sources. */
class ScriptsTest {
  private static final Path PAGE = Path.of("src/main/resources/dev/spanledger/viewer/page");

  /** What would make markup, or code, of text. */
  private static final List<String> FORBIDDEN =
      List.of(
          "innerHTML",
          "outerHTML",
          "insertAdjacentHTML",
          "document.write",
          "dangerouslySet",
          "DOMParser",
          "createContextualFragment",
          "srcdoc",
          "eval(",
          "new Function",
          "setAttribute('on",
          "import(",
          "http://",
          "https://");

  @Test
  void makesNoMarkupOfText() {
    for (String file : files().filter(f -> f.startsWith("scripts/")).toList()) {
      // The name of a namespace is no address.
      String script = text(file).replace("'http://www.w3.org/2000/svg'", "");
      FORBIDDEN.forEach(word -> assertThat(script.contains(word)).as(file + " " + word).isFalse());
    }
  }

  @Test
  void loadsNothing() {
    for (String file : files().filter(f -> f.startsWith("styles/")).toList()) {
      assertThat(text(file)).as(file).doesNotContain("@import", "url(", "@font-face");
    }
  }

  @Test
  void listsEveryFileOnce() {
    assertThat(Page.names()).doesNotHaveDuplicates();
    assertThat(
            files()
                .filter(f -> f.contains("/"))
                .filter(f -> f.endsWith(".js") || f.endsWith(".css")))
        .containsExactlyInAnyOrderElementsOf(Page.names());
  }

  @Test
  void runsInStrictMode() {
    for (String file : files().filter(f -> f.startsWith("scripts/")).toList()) {
      assertThat(text(file)).as(file).contains("(() => {\n  'use strict';").doesNotContain("\t");
    }
  }

  @Test
  void holdsThirdPartyCodeUnchanged() throws Exception {
    byte[] vendored = Files.readAllBytes(PAGE.resolve("vendor/htm-preact.js"));
    String checksum =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(vendored));
    assertThat(checksum)
        .isEqualTo("62c4ffea400078c0eda7f435b22726b4961ebdf74c8506f188e92bec41d8ac51");
    assertThat(Files.readString(Path.of("../NOTICE"))).contains(checksum, "htm 3.1.1");
    assertThat(text("vendor/htm-preact-LICENSE.txt")).contains("MIT License", "Jason Miller");
  }

  private static Stream<String> files() {
    try (Stream<Path> files = Files.walk(PAGE)) {
      return files
          .filter(Files::isRegularFile)
          .map(f -> PAGE.relativize(f).toString().replace('\\', '/'))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String file) {
    try {
      return Files.readString(PAGE.resolve(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
