// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import java.util.Random;

/** How long the scripted model takes. Thread-safe. */
public final class Latency {
  private static final double SLOW_SHARE = 0.08;

  private final Random random;
  private final double scale;

  private Latency(long seed, double scale) {
    this.random = new Random(seed);
    this.scale = scale;
  }

  /** Tens to a few hundred milliseconds, drawn from the seed, with an occasional slow answer. */
  public static Latency realistic(long seed) {
    return new Latency(seed, 1);
  }

  /** Answers at once: for tests. */
  public static Latency none() {
    return new Latency(0, 0);
  }

  /** Milliseconds until the model starts to speak; a bigger model and a longer prompt need more. */
  synchronized long firstTokenMillis(String model, int promptTokens) {
    double size = model.startsWith("gpt-4o-mini") ? 1 : 1.5;
    double slow = random.nextDouble() < SLOW_SHARE ? 120 : 0;
    return Math.round(scale * (size * (18 + random.nextInt(40)) + promptTokens / 100.0 + slow));
  }

  /** Milliseconds that it takes to speak so many tokens. */
  synchronized long speakingMillis(int tokens) {
    return Math.round(scale * tokens * (0.5 + random.nextDouble()));
  }
}
