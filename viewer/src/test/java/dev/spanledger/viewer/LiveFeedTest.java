// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Rounds that a test makes by hand, with a source and a clock of its own. */
class LiveFeedTest {
  private static final long SECOND = 1_000_000_000L;

  private long now;
  private final Deque<Object> next = new ArrayDeque<>();
  private final LiveFeed feed = new LiveFeed(new Source(), () -> now, work -> {});
  private final LiveFeed.Round round = feed.new Round();

  @Test
  void goesOnAfterADatabaseThatWasAway() {
    List<Long> heard = new ArrayList<>();
    round.once();
    next.add(new IllegalStateException("away"));
    next.add(LiveNews.NONE);
    next.add(new LiveNews(List.of(new LiveNews.Item("a", "{}")), List.of()));
    Ear ear = new Ear(heard, true);
    assertThat(feed.join(ear)).isTrue();
    for (int i = 0; i < 3; i++) {
      round.once();
    }
    assertThat(heard).contains(1L);
    feed.close();
    assertThat(ear.ended).isTrue();
    assertThat(feed.join(ear)).isFalse();
  }

  @Test
  void forgetsWhoListensNoMoreAndRestsAfterAMinute() {
    Ear gone = new Ear(new ArrayList<>(), false);
    feed.join(gone);
    round.once();
    assertThat(feed.listeners()).isZero();
    assertThat(gone.ended).isTrue();
    now += 59 * SECOND;
    assertThat(round.isIdle()).isFalse();
    now += 2 * SECOND;
    assertThat(round.isIdle()).isTrue();
    feed.close();
  }

  @Test
  void takesNoMoreListenersThanItCanServe() {
    for (int i = 0; i < LiveFeed.MOST_LISTENERS; i++) {
      assertThat(feed.join(new Ear(new ArrayList<>(), true))).isTrue();
    }
    assertThat(feed.join(new Ear(new ArrayList<>(), true))).isFalse();
    feed.close();
  }

  private final class Source implements LiveSource {
    @Override
    public void start() {}

    @Override
    public synchronized LiveNews next() {
      Object news = Objects.requireNonNullElse(next.poll(), LiveNews.NONE);
      if (news instanceof RuntimeException failure) {
        throw failure;
      }
      return (LiveNews) news;
    }

    @Override
    public List<LiveNews.Item> running() {
      return List.of();
    }
  }

  private static final class Ear implements LiveFeed.Listener {
    private final List<Long> heard;
    private final boolean stays;
    private volatile boolean ended;

    Ear(List<Long> heard, boolean stays) {
      this.heard = heard;
      this.stays = stays;
    }

    @Override
    public boolean hear(LiveRing ring, String epoch, LiveSource source, long nanoTime) {
      heard.add(ring.last());
      return stays;
    }

    @Override
    public void end() {
      ended = true;
    }
  }
}
