// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Names a content by what it says: the first 128 bits of SHA-256 over its text in UTF-8. */
final class ContentId {
  private ContentId() {}

  static @Nullable UUID of(@Nullable String content) {
    return content == null ? null : ofText(content);
  }

  static UUID ofText(String content) {
    ByteBuffer hash = ByteBuffer.wrap(sha256().digest(content.getBytes(StandardCharsets.UTF_8)));
    return new UUID(hash.getLong(), hash.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
