// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.SpanColumns;
import org.jspecify.annotations.Nullable;

/** The tool that a span names, in whatever convention. */
final class Tools {
  private Tools() {}

  static @Nullable String name(SpanView span) {
    for (ColumnSource<String> source : Conventions.sourcesOf(SpanColumns.TOOL_NAME)) {
      String name = source.key() == null ? null : source.read(span);
      if (name != null) {
        return name;
      }
    }
    return null;
  }
}
