// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/** A recorded span on its way through the SDK: where it nests, when it is played, the live span. */
final class ReplayedSpan {
  private final OtlpSpan recorded;
  private @Nullable ReplayedSpan parent;
  private long endsAt = Long.MIN_VALUE;
  private Span live = Span.getInvalid();

  ReplayedSpan(OtlpSpan recorded) {
    this.recorded = recorded;
  }

  OtlpSpan recorded() {
    return recorded;
  }

  /** The recorded parent, if it is in the same line and local. */
  @Nullable ReplayedSpan parent() {
    return parent;
  }

  void setParent(@Nullable ReplayedSpan parent) {
    this.parent = parent;
  }

  int depth() {
    int depth = 0;
    for (ReplayedSpan at = parent; at != null; at = at.parent()) {
      depth++;
    }
    return depth;
  }

  /** Not before any ancestor starts. */
  long startsAt() {
    long latest = recorded.startNanos();
    for (ReplayedSpan at = parent; at != null; at = at.parent()) {
      latest = Math.max(latest, at.recorded().startNanos());
    }
    return latest;
  }

  /** Not before any descendant ends, once all of them have called {@link #holdAncestorsOpen}. */
  long endsAt() {
    return endsAt;
  }

  void holdAncestorsOpen() {
    long end = Math.max(recorded.endNanos(), startsAt());
    for (ReplayedSpan at = this; at != null; at = at.parent()) {
      at.endsAt = Math.max(at.endsAt, end);
    }
  }

  Span live() {
    return live;
  }

  void setLive(Span live) {
    this.live = live;
  }
}
