// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MotusStateTest {
  private final AtomicLong looks = new AtomicLong();

  /** Counts how often a task is looked at. */
  private final class Tasks extends LinkedHashMap<String, @Nullable Object> {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Object get(@Nullable Object task) {
      looks.incrementAndGet();
      return super.get(task);
    }
  }

  @Test
  void aLongChainIsOneRunAndEachTaskLookedAtAFewTimes() throws IOException {
    Tasks tasks = new Tasks();
    for (int i = 2_000; i > 0; i--) {
      tasks.put("t" + i, Map.of("func", "f", "parent", "t" + (i - 1)));
    }
    assertThat(read(tasks).traces()).isEqualTo(1);
    assertThat(looks).hasValueLessThan(20 * 2_000);
  }

  @Test
  void aChainThatLeadsBackToItselfIsOneRun() throws IOException {
    Tasks tasks = new Tasks();
    for (int i = 0; i < 2_000; i++) {
      tasks.put("t" + i, Map.of("func", "f", "parent", "t" + (i + 1) % 1_000));
    }
    assertThat(read(tasks).traces()).isEqualTo(1);
    assertThat(looks).hasValueLessThan(20 * 2_000);
  }

  private static ImportReport read(Tasks tasks) throws IOException {
    Delivery delivery = new Delivery(InMemorySpanExporter.create(), progress -> {}, true);
    new MotusState(tasks, Instant.EPOCH).read(delivery);
    return delivery.end();
  }
}
