// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.invocation.InvocationContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The calls of AI Services that have not ended. LangChain4j does not tell every end, for example of
 * a token stream that is never started; so the number is bounded, and the call that was silent for
 * longest is given up first. Safe for use by many threads.
 */
final class OpenInvocations {

  /** LangChain4j's factories and listeners are found one by one and share nothing else. */
  static final OpenInvocations SHARED = new OpenInvocations(4096);

  private final int maxOpen;
  private final Map<UUID, Invocation> open = new LinkedHashMap<>(16, 0.75f, true);

  OpenInvocations(int maxOpen) {
    this.maxOpen = maxOpen;
  }

  void add(InvocationContext context, Invocation invocation) {
    addWithinBounds(context.invocationId(), invocation).forEach(Invocation::abandon);
  }

  @Nullable Invocation find(@Nullable InvocationContext context) {
    if (context == null || context.invocationId() == null) {
      return null;
    }
    synchronized (open) {
      return open.get(context.invocationId());
    }
  }

  @Nullable Invocation remove(InvocationContext context) {
    synchronized (open) {
      return open.remove(context.invocationId());
    }
  }

  int size() {
    synchronized (open) {
      return open.size();
    }
  }

  private List<Invocation> addWithinBounds(UUID id, Invocation invocation) {
    List<Invocation> givenUp = new ArrayList<>();
    synchronized (open) {
      open.put(id, invocation);
      var eldest = open.values().iterator();
      while (open.size() > maxOpen) {
        givenUp.add(eldest.next());
        eldest.remove();
      }
    }
    return givenUp;
  }
}
