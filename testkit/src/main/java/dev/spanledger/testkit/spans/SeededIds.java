// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.Random;

/** The same ids in the same order for the same seed. Thread-safe. */
final class SeededIds implements IdGenerator {
  private final Random random;

  SeededIds(long seed) {
    random = new Random(seed);
  }

  @Override
  public String generateSpanId() {
    return SpanId.fromLong(nonZero());
  }

  @Override
  public String generateTraceId() {
    return TraceId.fromLongs(nonZero(), nonZero());
  }

  private long nonZero() {
    long id = random.nextLong();
    return id == 0 ? 1 : id;
  }
}
