// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

/**
 * How far reading has come.
 *
 * @param lines read so far
 * @param spans that the ledger has taken so far
 * @param bytes read so far, unpacked
 */
public record ImportProgress(long lines, long spans, long bytes) {}
