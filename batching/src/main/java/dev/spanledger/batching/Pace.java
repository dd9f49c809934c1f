// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/**
 * How many items a database can take at a time: half as many after a write that took too long,
 * twice as many after each one that did not, until batches are whole again.
 */
final class Pace {

  private int limit = Integer.MAX_VALUE;

  /** So many of these items. At least one. */
  int of(int items) {
    return Math.min(items, limit);
  }

  void tookTooLong(int items) {
    limit = Math.max(1, items / 2);
  }

  void kept() {
    limit = limit > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : 2 * limit;
  }
}
