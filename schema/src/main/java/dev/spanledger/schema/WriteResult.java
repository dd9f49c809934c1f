// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/**
 * What a write did.
 *
 * @param inserted rows that are new in the database
 * @param duplicates rows that were there already or came twice in the batch, and those of whom
 *     {@link Erasures} has erased
 */
public record WriteResult(int inserted, int duplicates) {}
