// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/** What the log says of a failure: no message that the classifier does not vouch for. */
final class FailureText {

  private static final int WHOLE_LENGTH = 2_000;
  private static final int LINE_LENGTH = 200;

  private final FailureClassifier classifier;

  FailureText(FailureClassifier classifier) {
    this.classifier = classifier;
  }

  /** What to do about it; may have several lines. */
  String instruction(Throwable failure) {
    return cut(described(failure), WHOLE_LENGTH);
  }

  String line(Throwable failure) {
    return cut(described(failure).lines().findFirst().orElse(""), LINE_LENGTH);
  }

  /** Its class, and where it came from. */
  static String where(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    String name = failure.getClass().getName();
    return trace.length == 0 ? name : name + " at " + trace[0];
  }

  private String described(Throwable failure) {
    return failure instanceof WriteTimeout
        ? String.valueOf(failure.getMessage())
        : classifier.describe(failure);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "…";
  }
}
