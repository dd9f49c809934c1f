// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.faults;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/** The machine's clock, which somebody sets to another time; what is elapsed stays true. */
final class JumpingClock extends Clock implements io.opentelemetry.sdk.common.Clock {
  private volatile Duration offset = Duration.ZERO;

  void jumpTo(Duration fromTrueTime) {
    offset = fromTrueTime;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(offset);
  }

  @Override
  public long now() {
    Instant now = instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
