// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statuses of spans and traces, and which of two is worse. */
final class Statuses {
  static final String ERROR = "ERROR";
  static final String UNSET = "UNSET";

  /** Of a span whose end never came: its process is gone, or has let go of it. */
  static final String ABANDONED = "ABANDONED";

  /** Of a trace whose roots are all still running. */
  static final String RUNNING = "RUNNING";

  static final List<String> WORST_FIRST = List.of(ERROR, "CANCELLED", ABANDONED, "OK", UNSET);

  /** Of a trace whose errors, if any, were handled. */
  static final List<String> ENDED_WELL = List.of("OK", UNSET);

  private Statuses() {}

  static @Nullable String worse(@Nullable String one, @Nullable String other) {
    for (String status : WORST_FIRST) {
      if (status.equals(one) || status.equals(other)) {
        return status;
      }
    }
    return one == null ? other : one;
  }

  /**
   * A trace runs until a root has ended; from then on, it is as bad as its roots and the span that
   * names it.
   */
  static @Nullable String ofTrace(@Nullable String rootStatus, @Nullable String namedStatus) {
    return rootStatus == null ? RUNNING : worse(rootStatus, namedStatus);
  }
}
