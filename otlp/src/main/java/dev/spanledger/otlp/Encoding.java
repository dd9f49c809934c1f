// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The bytes of OTLP, by the encoder of OpenTelemetry's own exporters. Its packages are called
 * internal: only this class knows it.
 */
final class Encoding {
  private Encoding() {}

  static void json(List<SpanData> spans, OutputStream out) throws IOException {
    TraceRequestMarshaler.create(spans).writeJsonTo(new StaysOpen(out));
    out.write('\n');
  }

  static void protobuf(List<SpanData> spans, OutputStream out) throws IOException {
    TraceRequestMarshaler.create(spans).writeBinaryTo(new StaysOpen(out));
  }

  /** The encoder closes what it has written to. */
  private static final class StaysOpen extends FilterOutputStream {
    StaysOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
