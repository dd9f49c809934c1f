// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A write took longer than {@link AsyncBatcherBuilder#writeTimeout} and was broken off. */
final class WriteTimeout extends Exception {

  private static final long serialVersionUID = 1L;

  WriteTimeout(long nanos, @Nullable Throwable consequence) {
    super("no answer within " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms", consequence);
  }
}
