// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/**
 * Where an item goes that the writer refuses even on its own.
 *
 * <p>It is called on the worker thread only. A failure of the quarantine that is {@link
 * FailureKind#TRANSIENT} is tried again like a write; any other gives the item up as {@link
 * DropReason#REJECTED}.
 *
 * @param <T> what is quarantined
 */
@FunctionalInterface
public interface Quarantine<T> {

  /**
   * Keeps an item that cannot be written.
   *
   * @param item the refused item
   * @param cause why the writer refused it
   * @throws Exception if the item was not kept
   */
  void accept(T item, Throwable cause) throws Exception;
}
