// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import dev.spanledger.schema.Upkeep;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;

/** The lead among all processes that maintain a database. For one thread at a time. */
final class Lead {
  private static final String TASK = "maintenance";

  /** How long the others wait for one that died. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final Upkeep upkeep;
  private final Logger log;
  private final String holder = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
  private boolean saidNotAllowed;

  Lead(Upkeep upkeep, Logger log) {
    this.upkeep = upkeep;
    this.log = log;
  }

  /** Takes it, where this role may have it and nobody else has. */
  boolean take() {
    return isAllowed() && hold();
  }

  /** Keeps it; false where it is lost. */
  boolean hold() {
    return upkeep.hold(TASK, holder, LEASE);
  }

  void giveBack() {
    try {
      upkeep.release(TASK, holder);
    } catch (RuntimeException e) {
      log.debug("spanledger: the lead of maintenance was not given back, and ends by itself", e);
    }
  }

  private boolean isAllowed() {
    boolean allowed = upkeep.isAllowed();
    if (!allowed && !saidNotAllowed) {
      saidNotAllowed = true;
      log.info(
          "spanledger: this role may not write to agent_maintenance: it leaves maintenance to another, as the tables' owner");
    }
    return allowed;
  }
}
