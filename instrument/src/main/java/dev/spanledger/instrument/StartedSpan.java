// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/** A span, the context that makes it current, and what its tracer decided. */
record StartedSpan(Span span, Context context, Tracing tracing) {

  boolean capturesContent() {
    return tracing.captureContent() && span.isRecording();
  }
}
