// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import java.util.List;

/** One of the things that are measured. */
public interface Part {
  /** As it is asked for on the command line. */
  String name();

  /** What it measures, in a line. */
  String description();

  /** Names of what it can be asked for alone; none if it is one piece. */
  default List<String> pieces() {
    return List.of();
  }

  /** Measures, and says on standard output how it goes. */
  List<Finding> run(Options options) throws Exception;
}
