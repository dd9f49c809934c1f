// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page as one HTML document: the template {@code page.html} with every style and script of
 * {@code files.txt} inline, in that order. In a file they are {@linkplain PackedPage packed}, and
 * those that only serve a server's page are left out. Its policy lets a browser run these, by their
 * hashes, and nothing else, and load nothing from anywhere. Immutable.
 *
 * @param beforeData the document up to where its data stands
 * @param afterData the document from there on
 * @param policy the value of {@code Content-Security-Policy}
 */
record Page(String beforeData, String afterData, String policy) {
  private static final String DIRECTORY = "page/";
  private static final String POLICY_MARK = "<!--policy-->";
  private static final String STYLES_MARK = "<!--styles-->";
  private static final String DATA_MARK = "<!--data-->";
  private static final String SCRIPTS_MARK = "<!--scripts-->";

  /** What may stand in no script or style: the browser's parser would see it first. */
  private static final List<String> UNSAFE = List.of("</script", "<script", "</style", "<!--");

  /** What marks a file of the page that is of no use without a server. */
  private static final String SERVED_ONLY = " served";

  /** The page that a server sends, which asks that server. */
  static Page served() {
    List<String> styles = texts(names(), ".css");
    List<String> scripts = texts(names(), ".js");
    String policy = ContentPolicy.of(styles, scripts, true);
    return assemble("", elements("style", styles), elements("script", scripts), policy);
  }

  /** The page that is a file, which has its data within and asks nobody. */
  static Page filed() {
    return Filed.PAGE;
  }

  private static final class Filed {
    static final Page PAGE = make();

    private static Page make() {
      List<String> names = lines().filter(line -> !line.endsWith(SERVED_ONLY)).toList();
      PackedPage packed = PackedPage.of(texts(names, ".css"), texts(names, ".js"));
      String loader = inlineable(PackedPage.LOADER);
      String policy =
          ContentPolicy.of(List.of(packed.style()), List.of(packed.script(), loader), false);
      return assemble(meta(policy), "", packed.element() + element("script", loader), policy);
    }
  }

  /** The whole document with that as its data, which must be markup. */
  String with(String data) {
    return beforeData + data + afterData;
  }

  private static Page assemble(String meta, String styles, String scripts, String policy) {
    String html = mark(POLICY_MARK, meta, text("page.html"));
    html = mark(STYLES_MARK, styles, html);
    html = mark(SCRIPTS_MARK, scripts, html);
    int data = html.indexOf(DATA_MARK);
    return new Page(html.substring(0, data), html.substring(data + DATA_MARK.length()), policy);
  }

  /** The files of the page, in their order. */
  static List<String> names() {
    return lines().map(line -> line.replace(SERVED_ONLY, "")).toList();
  }

  private static Stream<String> lines() {
    return text("files.txt")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"));
  }

  private static List<String> texts(List<String> names, String suffix) {
    return names.stream().filter(name -> name.endsWith(suffix)).map(Page::inlineable).toList();
  }

  private static String inlineable(String name) {
    String text = text(name);
    String lower = text.toLowerCase(Locale.ROOT);
    for (String unsafe : UNSAFE) {
      if (lower.contains(unsafe)) {
        throw new IllegalStateException(name + " must not contain " + unsafe);
      }
    }
    return text;
  }

  private static String elements(String element, List<String> texts) {
    return texts.stream().map(text -> element(element, text)).collect(Collectors.joining());
  }

  private static String element(String element, String text) {
    return "<" + element + ">" + text + "</" + element + ">\n";
  }

  private static String meta(String policy) {
    return "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">";
  }

  private static String mark(String mark, String replacement, String html) {
    if (!html.contains(mark)) {
      throw new IllegalStateException("page.html lacks " + mark);
    }
    return html.replace(mark, replacement);
  }

  /** With line ends as a browser hashes them. */
  private static String text(String name) {
    try (InputStream in = Page.class.getResourceAsStream(DIRECTORY + name)) {
      if (in == null) {
        throw new IllegalStateException("The jar of spanledger-viewer lacks page/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
