// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Names a content by what it says: the first 128 bits of SHA-256 over its text in UTF-8. */
final class ContentId {
  private static final int BYTES = 16;

  /** Not UTF-8, so that no text can have a list's id. */
  private static final byte LIST = (byte) 0xFF;

  private static final TextMemory.Reading<UUID> OF_TEXT = ContentId::ofText;

  private ContentId() {}

  static @Nullable UUID of(@Nullable String content, TextMemory memory) {
    return content == null ? null : memory.of(content, OF_TEXT);
  }

  static UUID ofText(String content) {
    return first128Bits(content.getBytes(StandardCharsets.UTF_8));
  }

  /** Of the contents that a list names. */
  static UUID ofList(List<UUID> ids) {
    ByteBuffer bytes = ByteBuffer.allocate(1 + ids.size() * BYTES).put(LIST);
    ids.forEach(
        id -> bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()));
    return first128Bits(bytes.array());
  }

  private static UUID first128Bits(byte[] bytes) {
    ByteBuffer hash = ByteBuffer.wrap(sha256().digest(bytes));
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
