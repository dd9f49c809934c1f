// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

/** How much of each step is recorded. */
public enum ContentCapture {
  /** Nothing: spans pass by, no table is created, no thread is started. */
  DISABLED,
  /**
   * Names, times, models, tokens, errors and ids, but nothing that people, models or tools said:
   * messages, instructions, tool definitions, arguments, results, queries and documents are dropped
   * before anything is queued for disk, logged or stored. What exceptions and statuses say is kept:
   * it is what one needs when a run failed, but an exception can quote what a tool was given.
   */
  BASIC,
  /** Everything that the spans carry. The default. */
  DETAILED
}
