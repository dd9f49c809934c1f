// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/** A query that {@link ReadOnlySql} does not answer. The message says what to write instead. */
public final class SqlRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why a query has no answer. */
  public enum Reason {
    /** It does more than read, or may; the database has not seen it. */
    GUARD,
    /** The role may not read what it asks for. */
    PERMISSION,
    /** It took too long. */
    TIMEOUT,
    /** The database does not understand it, or failed at it. */
    INVALID
  }

  SqlRefusedException(String message) {
    super(message);
    this.reason = Reason.GUARD;
  }

  SqlRefusedException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
