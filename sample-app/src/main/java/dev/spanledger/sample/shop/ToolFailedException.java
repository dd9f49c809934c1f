// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

/** A tool of an agent has thrown an exception. */
final class ToolFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ToolFailedException(String tool, Throwable cause) {
    super("tool " + tool + " failed: " + cause.getMessage(), cause);
  }
}
