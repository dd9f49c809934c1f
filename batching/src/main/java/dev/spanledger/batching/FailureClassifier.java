// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/**
 * Tells what kind a failure of the writer or of the quarantine is.
 *
 * <p>It is called on the worker thread only. A classifier that throws or returns null counts as
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
}
