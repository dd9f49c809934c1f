// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/**
 * Turns items into bytes that may be written to disk, and back.
 *
 * <p>{@link #encode} is called on the spilling thread, {@link #decode} on the worker, each for one
 * item at a time, but both at once for different ones.
 *
 * @param <T> what is batched
 */
public interface SpillFormat<T> {

  /**
   * The item as bytes. The item itself is given to the writer later, unless it leaves memory
   * before: what can be made of it once and for all should be made here.
   *
   * @param item what was offered
   * @return everything that {@link #decode} needs, also in a later process; at most 256 MiB
   */
  byte[] encode(T item);

  /**
   * An item that is written as the encoded one would have been.
   *
   * @param bytes what {@link #encode} returned, maybe in an earlier process or version
   * @return the item
   * @throws IllegalArgumentException for bytes of which no item can be made: it is given up as
   *     {@link DropReason#SPILL_DAMAGED}
   */
  T decode(byte[] bytes);
}
