// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A span that runs, as if it had ended when it began, without what it was given to read and said:
 * of that nothing is stored before its end.
 */
final class RunningSpanData extends DelegatingSpanData {
  /** No id, name or kind is longer. */
  private static final int LONGEST = 1_024;

  private final Attributes attributes;
  private final long startEpochNanos;

  RunningSpanData(SpanData span) {
    super(span);
    this.attributes =
        span.getAttributes().toBuilder()
            .removeIf(key -> isLong(span.getAttributes().get(key)))
            .build();
    this.startEpochNanos = span.getStartEpochNanos();
  }

  private static boolean isLong(@Nullable Object value) {
    return value instanceof String text && text.length() > LONGEST;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public List<EventData> getEvents() {
    return List.of();
  }

  @Override
  public List<LinkData> getLinks() {
    return List.of();
  }

  @Override
  public long getEndEpochNanos() {
    return startEpochNanos;
  }
}
