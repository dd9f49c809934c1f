// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer as it is stored: the next prompts bring the same message back, only without the
 * {@code finish_reason} that it ended with, and so it is kept beside the message.
 *
 * @param messages null where the answer is no list of messages
 * @param finishReason of the only message, which is then without it; null where the messages are as
 *     they came
 */
record Answer(@Nullable MessageList messages, @Nullable String finishReason) {
  /** In valid JSON nothing but the last member of the last object can end so. */
  private static final Pattern LAST_MEMBER =
      Pattern.compile(",\"finish_reason\":\"([A-Za-z0-9_-]{1,64})\"}]\\z");

  private static final int LONGEST_MEMBER = 90;

  static Answer of(String output) {
    Matcher member =
        LAST_MEMBER
            .matcher(output)
            .region(Math.max(0, output.length() - LONGEST_MEMBER), output.length());
    if (member.find()) {
      MessageList rest =
          MessageList.of(output.substring(0, member.start()) + "}]", TextMemory.NONE);
      if (rest != null && rest.messages().size() == 1) {
        return new Answer(rest, member.group(1));
      }
    }
    return new Answer(MessageList.of(output, TextMemory.NONE), null);
  }

  /** The texts of what {@link #messages()} named, as they came. */
  static List<String> finished(List<String> messages, @Nullable String finishReason) {
    return finishReason == null
        ? messages
        : messages.stream().map(message -> finished(message, finishReason)).toList();
  }

  private static String finished(String message, String reason) {
    return message.substring(0, message.length() - 1) + ",\"finish_reason\":\"" + reason + "\"}";
  }
}
