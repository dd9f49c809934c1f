// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Writes an exception onto a span. */
final class Failure {

  private Failure() {}

  static void record(Span span, Throwable thrown) {
    Throwable failure = unwrapped(thrown);
    String type = failure.getClass().getName();
    span.setAttribute(GenAi.ERROR_TYPE, type);
    try {
      span.setStatus(StatusCode.ERROR, Objects.requireNonNullElse(failure.getMessage(), type));
      span.recordException(failure);
    } catch (RuntimeException unreadable) {
      // An exception whose getMessage() throws must not replace itself in the application.
      span.setStatus(StatusCode.ERROR, type);
    }
  }

  /** The futures' wrappers say nothing about what failed. */
  private static Throwable unwrapped(Throwable thrown) {
    Throwable failure = thrown;
    while (isWrapper(failure)) {
      Throwable cause = failure.getCause();
      if (cause == null) {
        return failure;
      }
      failure = cause;
    }
    return failure;
  }

  private static boolean isWrapper(Throwable failure) {
    return failure instanceof CompletionException || failure instanceof ExecutionException;
  }
}
