// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

/** One way of storing a load. */
interface Contender {
  String name();

  /** Stores the load into emptied tables, checks that it is there, and says how long it took. */
  Timing round() throws Exception;
}
