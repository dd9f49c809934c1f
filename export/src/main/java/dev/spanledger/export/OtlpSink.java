// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.otlp.OtlpLines;
import dev.spanledger.provider.semconv.StoredSpans;
import dev.spanledger.schema.SpanRow;
import java.io.IOException;
import java.io.OutputStream;

/** OTLP/JSON, a request a line. What still runs is left out: OTLP has finished spans only. */
final class OtlpSink implements TraceSink {
  private final OtlpLines lines;

  OtlpSink(OutputStream out) {
    lines = new OtlpLines(out);
  }

  @Override
  public void span(SpanRow span) throws IOException {
    lines.add(CarriedColumns.with(StoredSpans.of(span), span), span);
  }

  @Override
  public void endTrace() throws IOException {
    lines.end();
  }
}
