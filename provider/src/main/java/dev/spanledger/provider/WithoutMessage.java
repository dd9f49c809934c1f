// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

/**
 * Where an exception came from, for a log line: what it says is left out, because code that is
 * given payload can quote it.
 */
final class WithoutMessage extends Exception {
  private static final long serialVersionUID = 1L;

  WithoutMessage(Throwable failure) {
    super(failure.getClass().getName());
    setStackTrace(failure.getStackTrace());
  }
}
