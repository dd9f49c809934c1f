// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.schema.SpanRow;
import java.io.IOException;

/**
 * Takes traces one after the other, and of each its spans: first those that have ended, in the
 * order of their ids, then those that run. Used by one thread.
 */
interface TraceSink {
  /** Before everything. */
  default void begin() throws IOException {}

  default void trace(ExportedTrace trace) throws IOException {}

  void span(SpanRow span) throws IOException;

  /** Formats that cannot say that a span runs leave it out. */
  default void running(StillRunning span) throws IOException {}

  default void endTrace() throws IOException {}

  /** After everything: writes what is left, and leaves the stream open. */
  default void end() throws IOException {}
}
