// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import dev.spanledger.schema.SpanRow;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Writes spans that somebody else reads as OTLP/JSON: as {@link OtlpWriter#json}, of any spans. The
 * stream stays open. Not thread-safe.
 */
public final class OtlpLines {
  private final Requests requests;

  public OtlpLines(OutputStream out) {
    Objects.requireNonNull(out, "out is null");
    this.requests = new Requests(request -> Encoding.json(request, out));
  }

  /**
   * Takes a span; it is written with others, as a line.
   *
   * @param row what says how large it is
   */
  public void add(SpanData span, SpanRow row) throws IOException {
    try {
      requests.add(span, row);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Writes what is left. */
  public void end() throws IOException {
    try {
      requests.end();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
