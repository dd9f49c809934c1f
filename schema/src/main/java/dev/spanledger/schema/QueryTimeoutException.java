// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/**
 * The database gave a query up, because it took longer than the reader ({@link
 * TraceReader#within}), the role or the server allows. The same query may succeed when it asks for
 * less.
 */
public final class QueryTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueryTimeoutException(Throwable cause) {
    super(
        "the database gave the query up, which took longer than it may: ask for less, such as a shorter time",
        cause);
  }
}
