// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final Ledger BALANCED =
      new Ledger(10, 3, 2, 200, 0, 1, Map.of(DropReason.QUEUE_FULL, 3L, DropReason.REJECTED, 1L));

  @Test
  void balancesWhenEveryItemIsAccountedFor() {
    assertThat(BALANCED.balanced()).isTrue();
    assertThat(new Ledger(11, 3, 2, 200, 0, 1, BALANCED.dropped()).balanced()).isFalse();
    assertThat(Ledger.EMPTY.balanced()).isTrue();
  }

  @Test
  void countsDropsByReasonAndInAll() {
    assertThat(BALANCED.droppedTotal()).isEqualTo(4);
    assertThat(BALANCED.dropped(DropReason.QUEUE_FULL)).isEqualTo(3);
    assertThat(BALANCED.dropped()).containsOnlyKeys(DropReason.values());
  }

  @Test
  void addsUp() {
    Ledger sum = Ledger.sum(List.of(BALANCED, BALANCED, Ledger.EMPTY));
    assertThat(sum)
        .isEqualTo(
            new Ledger(
                20, 6, 4, 400, 0, 2, Map.of(DropReason.QUEUE_FULL, 6L, DropReason.REJECTED, 2L)));
    assertThat(Ledger.sum(List.of())).isEqualTo(Ledger.EMPTY);
  }

  @Test
  void readsAsTheEquation() {
    assertThat(BALANCED)
        .hasToString(
            "accepted 10 = stored 3 + queued 2 (200 bytes) + spilled 0 + quarantined 1"
                + " + dropped 4 {QUEUE_FULL=3, REJECTED=1}");
    assertThat(new Ledger(1, 0, 0, 0, 0, 0, Map.of()).toString()).endsWith("dropped 0 (in motion)");
  }
}
