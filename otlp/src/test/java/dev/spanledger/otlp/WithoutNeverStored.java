// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Set;

/** A span without what is never stored: vectors of embeddings, and headers. */
final class WithoutNeverStored extends DelegatingSpanData {
  private static final Set<String> NEVER_STORED =
      Set.of("ai.embedding", "ai.embeddings", "ai.request.headers.user-agent");

  private final Attributes attributes;

  WithoutNeverStored(SpanData span) {
    super(span);
    attributes =
        span.getAttributes().toBuilder()
            .removeIf(key -> NEVER_STORED.contains(key.getKey()))
            .build();
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }
}
