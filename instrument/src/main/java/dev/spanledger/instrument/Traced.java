// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import org.jspecify.annotations.Nullable;

/** The shapes of work that a span is put around. Each may throw what it likes. */
public final class Traced {

  private Traced() {}

  /**
   * Work that returns a value.
   *
   * @param <T> the value
   * @param <X> what it throws
   */
  @FunctionalInterface
  public interface Call<T extends @Nullable Object, X extends Exception> {
    /**
     * Does the work.
     *
     * @throws X as the work decides
     */
    T call() throws X;
  }

  /**
   * Work that returns a value and adds to its span.
   *
   * @param <S> the span
   * @param <T> the value
   * @param <X> what it throws
   */
  @FunctionalInterface
  public interface SpanCall<S, T extends @Nullable Object, X extends Exception> {
    /**
     * Does the work.
     *
     * @throws X as the work decides
     */
    T call(S span) throws X;
  }

  /**
   * Work that returns nothing.
   *
   * @param <X> what it throws
   */
  @FunctionalInterface
  public interface Run<X extends Exception> {
    /**
     * Does the work.
     *
     * @throws X as the work decides
     */
    void run() throws X;
  }

  /**
   * Work that returns nothing and adds to its span.
   *
   * @param <S> the span
   * @param <X> what it throws
   */
  @FunctionalInterface
  public interface SpanRun<S, X extends Exception> {
    /**
     * Does the work.
     *
     * @throws X as the work decides
     */
    void run(S span) throws X;
  }
}
