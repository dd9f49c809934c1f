// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is to be had of a process' runs beside their rows.
 *
 * @param files whether files are written when it ends
 * @param online whether they are shown while it runs
 * @param directory where the files go; null for a folder of their own
 * @param timeout for writing them
 */
record TracingSettings(boolean files, boolean online, @Nullable Path directory, Duration timeout) {
  /** Whether anything is. */
  boolean isOn() {
    return files || online;
  }
}
