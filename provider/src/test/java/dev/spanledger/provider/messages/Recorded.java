// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.testkit.spans.Corpus;
import dev.spanledger.testkit.spans.OtlpReplay;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;

/** The spans of a recording; the test that asks is skipped where it is absent. */
final class Recorded implements SpanProcessor {
  private final List<SpanData> spans = new ArrayList<>();

  static List<SpanData> spans(String corpus) {
    Recorded recorded = new Recorded();
    OtlpReplay.into(recorded).corpus(Corpus.open(corpus));
    return recorded.spans;
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    spans.add(span.toSpanData());
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
