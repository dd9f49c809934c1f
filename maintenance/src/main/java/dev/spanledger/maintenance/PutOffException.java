// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

/** A job will not do now what it should; the message says why, and what to do. */
final class PutOffException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PutOffException(String message) {
    super(message);
  }
}
