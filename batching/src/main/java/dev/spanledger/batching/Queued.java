// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/**
 * What stands in the queue: an item, or the ticket of a flush that waits for the items before it.
 */
sealed interface Queued<T> permits Entry, FlushTicket {}
