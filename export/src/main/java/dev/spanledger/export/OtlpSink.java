// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.otlp.OtlpLines;
import dev.spanledger.provider.semconv.StoredSpans;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** OTLP/JSON, a request a line. What still runs is left out: OTLP has finished spans only. */
final class OtlpSink implements TraceSink {
  private final OtlpLines lines;
  private @Nullable SpanData last;

  OtlpSink(OutputStream out) {
    lines = new OtlpLines(out);
  }

  @Override
  public void span(SpanRow span) throws IOException {
    SpanData said = CarriedColumns.with(new Alike(StoredSpans.of(span), last), span);
    lines.add(said, span);
    last = said;
  }

  @Override
  public void endTrace() throws IOException {
    lines.end();
  }

  /** Shares resource and scope with the span before: OTLP writes once what is the same object. */
  private static final class Alike extends DelegatingSpanData {
    private final Resource resource;
    private final InstrumentationScopeInfo scope;

    Alike(SpanData span, @Nullable SpanData before) {
      super(span);
      resource = same(span.getResource(), before == null ? null : before.getResource());
      scope =
          same(
              span.getInstrumentationScopeInfo(),
              before == null ? null : before.getInstrumentationScopeInfo());
    }

    private static <T> T same(T own, @Nullable T before) {
      return before != null && own.equals(before) ? before : own;
    }

    @Override
    public Resource getResource() {
      return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
      return scope;
    }
  }
}
