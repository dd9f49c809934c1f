// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

/** Why the content of a log record is not with its span. */
public enum LogDropReason {
  /** All records that waited took {@code logs.max.bytes} already. */
  BUFFER_FULL,
  /** The records of its span took {@code span.max.bytes}, or were 4,096, already. */
  SPAN_FULL,
  /** Its span ended and was dropped, or was never ended. */
  SPAN_DROPPED,
  /** Its span did not come within {@code logs.grace}. */
  SPAN_UNKNOWN,
  /** It came late, and the queue of the database had no room for it. */
  QUEUE_FULL
}
