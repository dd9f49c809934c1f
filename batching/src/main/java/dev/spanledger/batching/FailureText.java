// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/** What the log says of a failure. */
final class FailureText {

  private static final int WHOLE_LENGTH = 2_000;
  private static final int LINE_LENGTH = 200;

  private FailureText() {}

  /** Class and message: for failures that say what to do. */
  static String whole(Throwable failure) {
    return cut(failure.toString(), WHOLE_LENGTH);
  }

  /** Class and first line of the message. Drivers put values into the later lines. */
  static String line(Throwable failure) {
    return cut(failure.toString().lines().findFirst().orElse(""), LINE_LENGTH);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "…";
  }
}
