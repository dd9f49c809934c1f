// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pictures, sounds and documents as texts: base64, with or without the head of a data URL. The
 * beginning of one is of no use, so what is too long is replaced by its hash and its length.
 */
final class Blob {
  /** Shorter ones stay: the hash would not be much shorter. */
  static final int SHORTEST = 256;

  /** As long as the longest that {@link #hashed} gives. */
  static final int LONGEST_HASH = 200;

  /** Where nothing but bytes is expected. */
  private static final Set<String> FIELDS =
      Set.of("data", "bytes", "b64_json", "file_data", "fileData", "base64");

  private static final Pattern HEAD =
      Pattern.compile("data:[\\w/+.;=-]{0,64};base64,", Pattern.CASE_INSENSITIVE);

  private static final int DIGIT = 1;
  private static final int UPPER = 2;
  private static final int LOWER = 4;
  private static final int ALL = DIGIT | UPPER | LOWER;

  private Blob() {}

  /** Whether this field of a message part holds bytes and no text. */
  static boolean isIn(String field) {
    return FIELDS.contains(field);
  }

  /**
   * Whether it is base64.
   *
   * @param stated whether its place says so: else it must look like it, too
   */
  static boolean is(String text, boolean stated) {
    if (text.length() < SHORTEST) {
      return false;
    }
    int head = head(text);
    int classes = classes(text, head);
    return classes >= 0 && (stated || head > 0 || classes == ALL);
  }

  /** What stands for it. The hash is that of the characters, without the head of the URL. */
  static String hashed(String text) {
    int head = head(text);
    byte[] content = text.substring(head).getBytes(StandardCharsets.UTF_8);
    return "%s[sha256:%s %d chars]"
        .formatted(text.substring(0, head), sha256(content), content.length);
  }

  private static int head(String text) {
    Matcher head = HEAD.matcher(text);
    return head.lookingAt() ? head.end() : 0;
  }

  /** Negative where there is any other character than base64 has. */
  private static int classes(String text, int from) {
    int classes = 0;
    for (int i = from; i < text.length(); i++) {
      int one = classOf(text.charAt(i));
      if (one < 0) {
        return -1;
      }
      classes |= one;
    }
    return classes;
  }

  private static int classOf(char c) {
    if (c >= '0' && c <= '9') {
      return DIGIT;
    } else if (c >= 'A' && c <= 'Z') {
      return UPPER;
    } else if (c >= 'a' && c <= 'z') {
      return LOWER;
    }
    return "+/=-_\r\n".indexOf(c) >= 0 ? 0 : -1;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
