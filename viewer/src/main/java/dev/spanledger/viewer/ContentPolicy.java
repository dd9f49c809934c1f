// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** What a browser may do with the page: run what came with it, and nothing that a span says. */
final class ContentPolicy {
  private ContentPolicy() {}

  /**
   * The policy of a document with these elements.
   *
   * @param served whether there is a server to ask; a file may ask nobody, and a policy within a
   *     document says nothing of frames
   */
  static String of(List<String> styles, List<String> scripts, boolean served) {
    return "default-src 'none'; script-src "
        + hashes(scripts)
        + "; style-src "
        + hashes(styles)
        + "; img-src data:; base-uri 'none'; form-action 'none'"
        + (served ? "; connect-src 'self'; frame-ancestors 'none'" : "");
  }

  private static String hashes(List<String> texts) {
    return texts.isEmpty()
        ? "'none'"
        : texts.stream().distinct().map(ContentPolicy::hash).collect(Collectors.joining(" "));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
