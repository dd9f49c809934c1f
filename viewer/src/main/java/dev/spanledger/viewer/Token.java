// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What somebody must know who asks. Immutable. */
final class Token {
  private static final int RANDOM_BYTES = 24;

  private final String text;

  private Token(String text) {
    this.text = text;
  }

  /** Another one for each start. */
  static Token random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  static Token of(String text) {
    if (!text.matches("[A-Za-z0-9_.~-]{16,256}")) {
      throw new IllegalArgumentException(
          "token must be of 16 to 256 letters, digits and any of _ . ~ -");
    }
    return new Token(text);
  }

  /**
   * Another secret, which this one leads to and not the other way: a browser's, that stays good
   * over a restart with the same token.
   */
  Token ofCookie() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes("cookie " + text));
      return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Takes as long for one that is nearly right as for any other. */
  boolean is(@Nullable String other) {
    return other != null && MessageDigest.isEqual(bytes(text), bytes(other));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  String text() {
    return text;
  }

  /** Nothing: it must not be logged. */
  @Override
  public String toString() {
    return "Token[…]";
  }
}
