// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

/** Answers one kind of question with JSON. Thread-safe; may wait for the database. */
@FunctionalInterface
interface Endpoint {
  /**
   * Finds out what to say.
   *
   * @throws Refusal where the question is wrong, or there is no answer
   */
  Answer ask(Question question);

  /** Says it: nothing should fail any more. */
  @FunctionalInterface
  interface Answer {
    void write(Json json);
  }
}
