// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/**
 * Where an item goes that the writer refuses even on its own.
 *
 * <p>It is called as {@link BatchWriter#write} is, and broken off by {@link BatchWriter#abort} as
 * well. A failure of the quarantine that is {@link FailureKind#TRANSIENT} or a {@link
 * FailureKind#TIMEOUT} is tried again like a write; any other gives the item up as {@link
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
