// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The longest list of messages of each of the latest traces. An agent's next prompt nearly always
 * begins with its last one, and comparing texts is cheaper than taking them apart and hashing them.
 * Knows nothing of what is stored. Used by the writing thread alone.
 */
final class MessageMemory {
  private final int maxChars;
  private final Map<String, MessageList> latest = new LinkedHashMap<>(16, 0.75f, true);
  private long chars;

  /** Keeps texts of up to so many characters in all. */
  MessageMemory(int maxChars) {
    this.maxChars = maxChars;
  }

  /** The text's messages; null where it is no list of messages. */
  @Nullable MessageList messages(String traceId, String text) {
    MessageList before = latest.get(traceId);
    MessageList messages = MessageList.of(text, before);
    if (messages != null && (before == null || !before.beginsWith(messages))) {
      remember(traceId, messages);
    }
    return messages;
  }

  private void remember(String traceId, MessageList messages) {
    forget(latest.remove(traceId));
    if (messages.text().length() > maxChars) {
      return;
    }
    latest.put(traceId, messages);
    chars += messages.text().length();
    while (chars > maxChars) {
      forget(latest.remove(latest.keySet().iterator().next()));
    }
  }

  private void forget(@Nullable MessageList messages) {
    chars -= messages == null ? 0 : messages.text().length();
  }
}
