// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.semconv.Limits;
import dev.spanledger.provider.semconv.SpanDictionary;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TextMemory;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What follows from a span by itself, as the attribute dictionary reads it: without its relatives,
 * log records, prices and settings. Of a stored span ({@link
 * dev.spanledger.provider.semconv.StoredSpans#of}), the difference to its row is what was found out
 * elsewhere.
 */
public final class SpanDescription {
  private static final SpanDictionary WITH_CONTENT = new SpanDictionary(true, Map.of());
  private static final SpanDictionary WITHOUT_CONTENT = new SpanDictionary(false, Map.of());

  private SpanDescription() {}

  /** The columns that hold what people, models and tools said, and nothing else. */
  public static Set<Column<?>> contentColumns() {
    return ExtractedColumns.CONTENT;
  }

  /**
   * The row of a span.
   *
   * @param content whether what people, models and tools said is kept, as {@link
   *     ContentCapture#DETAILED} does, or left out, as {@link ContentCapture#BASIC} does
   * @param receivedAt what stands for a start that no clock could mean
   */
  public static SpanRow of(SpanData span, boolean content, Instant receivedAt) {
    SpanRow.Builder row = SpanIdentity.of(span, receivedAt, TextMemory.NONE);
    SpanDictionary dictionary = content ? WITH_CONTENT : WITHOUT_CONTENT;
    dictionary.describe(span, row, Limits.ofTexts(Integer.MAX_VALUE));
    return row.build();
  }
}
