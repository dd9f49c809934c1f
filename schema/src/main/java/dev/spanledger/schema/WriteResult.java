// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/**
 * What a write did.
 *
 * @param inserted rows that are new in the database
 * @param duplicates rows that were there already, or came twice in the batch
 */
public record WriteResult(int inserted, int duplicates) {}
