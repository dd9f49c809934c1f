// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import org.jspecify.annotations.Nullable;

/** A server of the Model Context Protocol that is asked over HTTP. Thread-safe. */
@FunctionalInterface
public interface Mcp {
  /**
   * Answers a message.
   *
   * @param message JSON-RPC, as it was posted
   * @return JSON-RPC; null for a notification, which gets no answer
   */
  @Nullable String answer(String message);
}
