// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/** The bits of {@code agent_spans.flags}: those of OTLP's {@code Span.flags}. */
public final class SpanFlags {
  /** OTLP's SPAN_FLAGS_CONTEXT_HAS_IS_REMOTE: bit 9 has a meaning. */
  public static final long HAS_IS_REMOTE = 0x100;

  /**
   * OTLP's SPAN_FLAGS_CONTEXT_IS_REMOTE: the parent is in another process, so that this span is a
   * local root.
   */
  public static final long PARENT_IS_REMOTE = 0x200;

  private SpanFlags() {}
}
