// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

/** Something in a file that is not as it must be; the message says what, for whoever wrote it. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  Refused(String message) {
    super(message);
  }
}
