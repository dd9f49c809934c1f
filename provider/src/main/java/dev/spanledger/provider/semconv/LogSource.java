// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.messages.LogMessage;
import dev.spanledger.provider.messages.MessageSource;
import io.opentelemetry.sdk.trace.data.EventData;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Log records alone, as a source of messages. */
record LogSource(String kind, List<LogMessage> logs) implements MessageSource {
  @Override
  public String scopeName() {
    return "";
  }

  @Override
  public @Nullable Object attribute(String key) {
    return null;
  }

  @Override
  public Set<String> keys() {
    return Set.of();
  }

  @Override
  public List<EventData> events() {
    return List.of();
  }
}
