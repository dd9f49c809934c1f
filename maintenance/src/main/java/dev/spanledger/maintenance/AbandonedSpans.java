// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.maintenance;

import dev.spanledger.schema.Upkeep;
import java.time.Duration;

/** Ends the spans of processes that are gone, so that a killed run is never invisible. */
final class AbandonedSpans implements Job {
  /** In one transaction. */
  private static final int PIECE = 200;

  private final Upkeep upkeep;
  private final Duration silence;

  AbandonedSpans(Upkeep upkeep, Duration silence) {
    this.upkeep = upkeep;
    this.silence = silence;
  }

  @Override
  public String name() {
    return "abandoned spans";
  }

  @Override
  public String run(Turn turn) {
    int ended = 0;
    int piece = PIECE;
    while (piece == PIECE && turn.goesOn()) {
      piece = upkeep.abandonOpenSpans(silence, PIECE);
      ended += piece;
    }
    return ended == 0 ? "" : "ended %d spans of processes that are gone".formatted(ended);
  }
}
