// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import io.opentelemetry.sdk.trace.data.EventData;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whatever an event of that name carries, as LangGraph4j's {@code start} and {@code end}. */
record EventShape(String name, Direction direction) implements Shape {
  @Override
  public @Nullable Found read(MessageSource source) {
    for (EventData event : source.events()) {
      if (event.getName().equals(name)) {
        String text = AnyValue.tree(event.getAttributes()).compact();
        return Found.of(MessageList.read(direction, text), Set.of());
      }
    }
    return null;
  }
}
