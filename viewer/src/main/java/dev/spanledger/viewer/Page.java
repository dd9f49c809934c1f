// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The page as one HTML document: the template {@code page.html} with every style and script of
 * {@code files.txt} inline, in that order. Its policy lets a browser run these, by their hashes,
 * and nothing else, and load nothing from anywhere. Immutable.
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

  /** The page that a server sends, which asks that server. */
  static Page served() {
    return assemble(true);
  }

  /** The page that is a file, which has its data within and asks nobody. */
  static Page filed() {
    return assemble(false);
  }

  /** The whole document with that as its data, which must be markup. */
  String with(String data) {
    return beforeData + data + afterData;
  }

  private static Page assemble(boolean served) {
    List<String> styles = new ArrayList<>();
    List<String> scripts = new ArrayList<>();
    for (String name : names()) {
      (name.endsWith(".css") ? styles : scripts).add(inlineable(name));
    }
    String policy = ContentPolicy.of(styles, scripts, served);
    String html = mark(POLICY_MARK, served ? "" : meta(policy), text("page.html"));
    html = mark(STYLES_MARK, elements("style", styles), html);
    html = mark(SCRIPTS_MARK, elements("script", scripts), html);
    int data = html.indexOf(DATA_MARK);
    return new Page(html.substring(0, data), html.substring(data + DATA_MARK.length()), policy);
  }

  /** The files of the page, in their order. */
  static List<String> names() {
    return text("files.txt")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
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
    StringBuilder html = new StringBuilder();
    for (String text : texts) {
      html.append('<').append(element).append('>').append(text);
      html.append("</").append(element).append(">\n");
    }
    return html.toString();
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
