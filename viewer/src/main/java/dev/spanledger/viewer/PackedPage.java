// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The styles and scripts of a page that is a file: without comments and indentation, as one style
 * and one script, which a small script unpacks. A third of their size otherwise. Immutable.
 *
 * @param style what the style becomes
 * @param script what the script becomes
 */
record PackedPage(String style, String script) {
  /** The script that unpacks them, a file of the page. */
  static final String LOADER = "unpack.js";

  private static final Pattern COMMENT =
      Pattern.compile(
          "^[ \\t]*(?:/\\*\\*.*?\\*/[ \\t]*|//[^\\n]*)\\n", Pattern.DOTALL | Pattern.MULTILINE);

  private static final Pattern INDENT = Pattern.compile("^[ \\t]+", Pattern.MULTILINE);

  static PackedPage of(List<String> styles, List<String> scripts) {
    return new PackedPage(tight(styles), tight(scripts));
  }

  private static String tight(List<String> texts) {
    String joined = String.join("\n", texts);
    return INDENT.matcher(COMMENT.matcher(joined).replaceAll("")).replaceAll("");
  }

  /** Both, for the loader: gzip in Base64, with U+0000 between them. */
  String element() {
    String packed = Base64.getEncoder().encodeToString(gzip(style + "\0" + script));
    return "<script type=\"application/json\" id=\"page\">" + packed + "</script>\n";
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new Smallest(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static final class Smallest extends GZIPOutputStream {
    Smallest(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
