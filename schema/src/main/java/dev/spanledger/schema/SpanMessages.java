// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import org.jspecify.annotations.Nullable;

/**
 * The messages that a row's input and output consist of.
 *
 * @param input null where it is no list of messages
 * @param output null where there is none
 */
record SpanMessages(@Nullable MessageList input, @Nullable Answer output) {
  private static final SpanMessages NONE = new SpanMessages(null, null);

  /**
   * @param memory what is known of long texts
   */
  static SpanMessages of(SpanValues row, TextMemory memory) {
    // A tool's arguments and result stay in its row, whatever they look like.
    if ("TOOL".equals(row.get(SpanColumns.KIND))) {
      return NONE;
    }
    String input = row.get(SpanColumns.INPUT);
    String output = row.get(SpanColumns.OUTPUT);
    return new SpanMessages(
        input == null ? null : MessageList.of(input, memory),
        output == null ? null : Answer.of(output));
  }
}
