// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

/**
 * What a replay has sent so far.
 *
 * @param spans the number of spans started and ended
 * @param traces the number of distinct trace ids among them
 */
public record Replayed(long spans, long traces) {}
