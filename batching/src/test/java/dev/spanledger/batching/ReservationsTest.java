// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReservationsTest {

  @Test
  void admitsUpToTheItemLimit() {
    Reservations two = new Reservations(2, 100);
    assertThat(two.reserve(1)).isNull();
    assertThat(two.reserve(1)).isNull();
    assertThat(two.reserve(1)).isEqualTo(DropReason.QUEUE_FULL);
    two.release(1, 1);
    assertThat(two.reserve(1)).isNull();
  }

  @Test
  void admitsUpToTheByteLimit() {
    Reservations hundred = new Reservations(10, 100);
    assertThat(hundred.reserve(60)).isNull();
    assertThat(hundred.reserve(41)).isEqualTo(DropReason.QUEUE_FULL);
    assertThat(hundred.reserve(40)).isNull();
    assertThat(hundred.bytes()).isEqualTo(100);
  }

  @Test
  void holdsTheLargestLimits() {
    Reservations large = new Reservations(Reservations.MAX_ITEMS, Reservations.MAX_BYTES);
    assertThat(large.reserve(Reservations.MAX_BYTES)).isNull();
    assertThat(large.reserve(Reservations.MAX_BYTES)).isEqualTo(DropReason.QUEUE_FULL);
    for (int i = 1; i < Reservations.MAX_ITEMS; i++) {
      assertThat(large.reserve(0) == null).isTrue();
    }
    assertThat(large.reserve(0)).isEqualTo(DropReason.QUEUE_FULL);
    assertThat(large.items()).isEqualTo(Reservations.MAX_ITEMS);
    assertThat(large.bytes()).isEqualTo(Reservations.MAX_BYTES);
  }

  @Test
  void keepsWhatWasReservedBeforeTheGateClosed() {
    Reservations reservations = new Reservations(10, 100);
    assertThat(reservations.reserve(5)).isNull();
    reservations.close();
    assertThat(reservations.reserve(5)).isEqualTo(DropReason.CLOSED);
    assertThat(reservations.items()).isEqualTo(1);
    reservations.release(1, 5);
    assertThat(reservations.isEmpty()).isTrue();
    assertThat(reservations.isClosed()).isTrue();
  }

  @Test
  void neverExceedsABoundUnderContention() throws Exception {
    Reservations reservations = new Reservations(5, 1_000);
    AtomicInteger exceeded = new AtomicInteger();
    HotThreads.run(
        4,
        thread -> {
          Random random = new Random(thread);
          for (int i = 0; i < 50_000; i++) {
            int bytes = random.nextInt(400);
            if (reservations.reserve(bytes) == null) {
              if (reservations.items() > 5 || reservations.bytes() > 1_000) {
                exceeded.incrementAndGet();
              }
              reservations.release(1, bytes);
            }
          }
        });
    assertThat(exceeded).hasValue(0);
    assertThat(reservations.items()).isZero();
    assertThat(reservations.bytes()).isZero();
  }
}
