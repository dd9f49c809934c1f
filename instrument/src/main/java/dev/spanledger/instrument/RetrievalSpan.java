// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A running retrieval; see {@link AgentTracer#retrieval(String)}. */
public final class RetrievalSpan extends Step<RetrievalSpan> {

  private volatile boolean hasDocuments;

  RetrievalSpan(StartedSpan started) {
    super(started);
  }

  /**
   * What was found, best first.
   *
   * @param documents maps with {@code id}, {@code score}, {@code content}, {@code metadata} as far
   *     as known; any other object is taken as a document's content
   */
  public RetrievalSpan documents(@Nullable Collection<?> documents) {
    hasDocuments = true;
    return setContent(GenAi.RETRIEVAL_DOCUMENTS, () -> json(documents));
  }

  boolean hasDocuments() {
    return hasDocuments;
  }

  private static @Nullable String json(@Nullable Collection<?> documents) {
    return documents == null
        ? null
        : Json.write(documents.stream().map(RetrievalSpan::document).toList());
  }

  private static Object document(@Nullable Object found) {
    return found instanceof Map ? found : Collections.singletonMap("content", found);
  }
}
