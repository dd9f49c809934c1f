// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/** The tables are not there, not right or not allowed. The message names the cause and the cure. */
public final class TraceSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TraceSchemaException(String message) {
    super(message);
  }

  public TraceSchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
