// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one customer says, turn by turn.
 *
 * @param customer the customer id
 * @param streaming whether the answers are streamed
 * @param turns what the customer says; each turn is one run of the agent, and so one trace
 */
record Conversation(String customer, boolean streaming, List<String> turns) {

  /** The first so many conversations of {@code conversations.json}, which repeats where needed. */
  static List<Conversation> load(int count) {
    List<Conversation> all = loadAll();
    return IntStream.range(0, count).mapToObj(i -> all.get(i % all.size())).toList();
  }

  static List<Conversation> loadAll() {
    try (InputStream in = Conversation.class.getResourceAsStream("/conversations.json")) {
      return new ObjectMapper().readValue(in, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
