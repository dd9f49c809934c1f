// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import io.opentelemetry.api.trace.SpanKind;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A retrieval that has not started; see {@link AgentTracer#retrieval(String)}. A collection that a
 * function run by it returns is recorded as its documents, unless the function told them itself.
 */
public final class RetrievalSpanBuilder extends StepBuilder<RetrievalSpanBuilder, RetrievalSpan> {

  RetrievalSpanBuilder(Tracing tracing, @Nullable String source) {
    super(tracing, "retrieval", source);
    kind(SpanKind.CLIENT);
    set(GenAi.OPERATION_NAME, "retrieval");
    set(GenAi.DATA_SOURCE_ID, source);
  }

  /** What is looked for. */
  public RetrievalSpanBuilder query(@Nullable String text) {
    return onStart(span -> span.setContent(GenAi.RETRIEVAL_QUERY_TEXT, () -> text));
  }

  /** Most documents that are wanted; below 0 is ignored. */
  public RetrievalSpanBuilder topK(@Nullable Number count) {
    return setCount(GenAi.RETRIEVAL_TOP_K, count);
  }

  @Override
  RetrievalSpan create(StartedSpan started) {
    return new RetrievalSpan(started);
  }

  @Override
  void returned(RetrievalSpan span, @Nullable Object value) {
    if (value instanceof Collection<?> documents && !span.hasDocuments()) {
      span.documents(documents);
    }
  }
}
