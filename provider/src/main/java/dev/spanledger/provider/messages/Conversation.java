// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was said in a model call, in canonical JSON without white space. Immutable.
 *
 * @param systemInstructions an array of parts, or null
 * @param toolDefinitions an array of {@code {"type","name","description","parameters"}}, or null
 * @param input the messages that went in, or null
 * @param output the messages that came out, or null
 * @param finishReasons why the model stopped, one a choice, as the messages themselves say it; not
 *     normalised
 * @param promoted attributes that a column now says word for word, with the column's name; the word
 *     of a complex value is its JSON
 * @param consumed attributes that columns now say in other words
 */
public record Conversation(
    @Nullable String systemInstructions,
    @Nullable String toolDefinitions,
    @Nullable String input,
    @Nullable String output,
    List<String> finishReasons,
    Map<String, String> promoted,
    Set<String> consumed) {
  /** Copies the collections. */
  public Conversation {
    finishReasons = List.copyOf(finishReasons);
    promoted = Map.copyOf(promoted);
    consumed = Set.copyOf(consumed);
  }
}
