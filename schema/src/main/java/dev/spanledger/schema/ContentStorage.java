// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/**
 * Where messages and long attributes are stored. Both ways of writing may be mixed in one database;
 * readers and views give the same.
 */
public enum ContentStorage {
  /**
   * Once a day in {@code agent_contents}, whoever sends them how often; the row keeps references.
   */
  SHARED,

  /**
   * In the row itself, as often as they are sent: simpler to query without the views, and many
   * times the size. System instructions, tool definitions and resources are shared all the same.
   */
  INLINE
}
