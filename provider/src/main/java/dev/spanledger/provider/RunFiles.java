// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Writes what a process has recorded into files when it ends: the setting {@code tracing}. Found by
 * the service loader; {@code spanledger-export} has one.
 */
public interface RunFiles {
  /**
   * Writes the files of these runs. What is written is whole, whatever happens to the others.
   *
   * @param folder created where it is missing
   * @param longest after which it gives up
   */
  Written write(RecordedRuns runs, Path folder, Duration longest) throws IOException;

  /**
   * What came of it.
   *
   * @param files that were written
   * @param problems why others were not, a line each
   */
  record Written(List<Path> files, List<String> problems) {}
}
