// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveRingTest {
  private final LiveRing ring = new LiveRing(10);

  @Test
  void putsTogetherWhatALaggardHasMissed() {
    ring.add(news("a", "1"));
    ring.add(news("b", "2"));
    ring.add(new LiveNews(List.of(), List.of(item("a", "old"))));
    ring.add(new LiveNews(List.of(), List.of(item("a", "new"))));
    LiveRing.Part part = ring.after(1, null);
    assertThat(part.upTo()).isEqualTo(ring.last()).isEqualTo(4);
    assertThat(part.news().spans()).containsExactly(item("b", "2"));
    assertThat(part.news().traces()).containsExactly(item("a", "new"));
    assertThat(ring.after(0, "a").news().spans()).containsExactly(item("a", "1"));
    assertThat(ring.after(4, null).news().isEmpty()).isTrue();
  }

  @Test
  void knowsWhoHasMissedTooMuch() {
    for (int i = 1; i <= 30; i++) {
      ring.add(news("a", "" + i));
    }
    assertThat(ring.after(19, null)).isNull();
    assertThat(ring.after(20, null).news().spans()).hasSize(10);
    assertThat(ring.after(31, null)).isNull();
  }

  @Test
  void sendsMuchInSeveralEvents() {
    LiveRing large = new LiveRing(100_000);
    for (int i = 0; i < 4; i++) {
      large.add(
          new LiveNews(
              IntStream.range(0, 3_000).mapToObj(n -> item("a", "x")).toList(), List.of()));
    }
    LiveRing.Part first = large.after(0, null);
    assertThat(first.upTo()).isEqualTo(2);
    assertThat(large.after(first.upTo(), null).news().spans()).hasSize(6_000);
  }

  private static LiveNews news(String traceId, String json) {
    return new LiveNews(List.of(item(traceId, json)), List.of());
  }

  private static LiveNews.Item item(String traceId, String json) {
    return new LiveNews.Item(traceId, json);
  }
}
