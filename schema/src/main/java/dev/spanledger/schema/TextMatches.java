// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.List;

/**
 * Where a text was found in a trace.
 *
 * @param found the first of them, in the order of the spans' ids, one a field of a span at most
 * @param total how many there are
 * @param partial whether the search was broken off, because a pattern took too long
 */
public record TextMatches(List<Match> found, long total, boolean partial) {
  static final TextMatches NONE = new TextMatches(List.of(), 0, false);

  /**
   * A field of a span in which it is.
   *
   * @param field a column's name: name, error_message, input, output, system_instructions,
   *     tool_definitions, attributes, events and so on; long_attributes for those that are stored
   *     once
   * @param at where in the field's text, in characters; payloads are JSON as it is stored
   * @param snippet what stands around it, up to 120 characters
   */
  public record Match(String spanId, String field, int at, String snippet) {}
}
