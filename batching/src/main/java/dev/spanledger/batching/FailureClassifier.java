// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/**
 * Tells what kind a failure of the writer or of the quarantine is.
 *
 * <p>It is called by one thread at a time. A classifier that throws or returns null counts as
 * {@link FailureKind#TRANSIENT}. It is not asked about a failure that an interrupt of the worker
 * may have caused: that is transient too.
 */
@FunctionalInterface
public interface FailureClassifier {

  /**
   * Tells the kind of a failure.
   *
   * @param failure whatever the writer threw, errors included
   * @return what to do about it
   */
  FailureKind classify(Throwable failure);

  /**
   * Says what the log may tell of a failure: in its first line what happened, and for {@link
   * FailureKind#SETUP} in further ones what to do. Never an item's content: databases quote values
   * in their messages.
   *
   * @param failure whatever the writer threw, errors included
   * @return default: the name of its class
   */
  default String describe(Throwable failure) {
    return failure.getClass().getName();
  }
}
