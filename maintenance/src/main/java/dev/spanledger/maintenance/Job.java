// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

/** What is to be done again and again. Whatever a run leaves undone, the next one does. */
interface Job {
  /** What to call it in reports and in the log: one or two words. */
  String name();

  /**
   * Does what is due, in pieces that are soon over, for as long as the turn goes on.
   *
   * @return what was done, for people; empty where nothing was due
   * @throws dev.spanledger.schema.TraceSchemaException where the database refuses; what was
   *     committed by then stays
   */
  String run(Turn turn);
}
