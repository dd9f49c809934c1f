// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import java.util.List;

/** Where the live feed hears what is new. For one thread, which waits. */
interface LiveSource {
  /** From now on. Nothing that is stored before is new. */
  void start();

  /** What has come since {@link #start} or the last time: each span once. */
  LiveNews next();

  /** The spans that run, as JSON, as of the last {@link #next}. */
  List<LiveNews.Item> running();
}
