// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/**
 * How a column of two rows of one trace becomes one value; {@link TraceRow} does it in Java, {@link
 * TraceUpsert} in SQL.
 */
enum Merge {
  /** The key itself. */
  KEY,
  LEAST,
  GREATEST,
  SUM,
  /** The sum of the known values; unknown while none is known. */
  SUM_OF_KNOWN,
  /** The distinct values of both lists, sorted. */
  UNION,
  /** The value of the span whose key in {@code merge_keys} sorts first. */
  BEST,
  /** The value of the span that gives the name. */
  WITH_NAME,
  /** The worse status: ERROR is never erased by a later OK. */
  WORST,
  /** The smaller key of each slot. */
  KEYS,
  /** Follows from the merged root_status and named_status. */
  STATUS,
  /** Follows from the merged status and error_count. */
  HANDLED,
  /** True as soon as one is. */
  OR,
  /** Follows from the merged start and end. */
  DURATION
}
