// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

/** What a failed write says about its cause, and so what the batcher does next. */
public enum FailureKind {
  /** Trouble with the connection or the server: the same batch is tried again, for ever. */
  TRANSIENT,

  /**
   * The write took too long, for the database or for {@link AsyncBatcherBuilder#writeTimeout}: half
   * as many items are tried, for ever. After each success it is twice as many, up to whole batches.
   */
  TIMEOUT,

  /** A bad item in the batch: the batch is halved until the bad item is alone. */
  ITEM,

  /**
   * The database is not set up: the batcher pauses, and says once what the failure's message says.
   */
  SETUP,

  /**
   * The way to the database was closed, such as a connection pool: as {@link #TRANSIENT}, but a
   * close of the batcher does not wait for its deadline, because nobody opens it again.
   */
  GONE
}
