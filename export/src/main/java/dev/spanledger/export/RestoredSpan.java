// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.provider.AttributeExtractor;
import dev.spanledger.schema.Column;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Map;

/** A span with other attributes, and with columns that are known beside them. Immutable. */
final class RestoredSpan extends DelegatingSpanData implements AttributeExtractor {
  private final Attributes attributes;
  private final int total;
  private final Map<Column<?>, Object> columns;

  RestoredSpan(SpanData span, Attributes attributes, Map<Column<?>, Object> columns) {
    super(span);
    this.attributes = attributes;
    this.total = span.getTotalAttributeCount() - span.getAttributes().size() + attributes.size();
    this.columns = Map.copyOf(columns);
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return total;
  }

  @Override
  public void extract(SpanData span, Columns into) {
    columns.forEach((column, value) -> CarriedColumns.set(into, column, value));
  }
}
