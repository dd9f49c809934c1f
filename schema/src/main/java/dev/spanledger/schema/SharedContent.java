// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.List;
import java.util.UUID;

/**
 * A value of a span that many spans share, and that is therefore stored once a day in {@code
 * agent_contents}.
 *
 * @param type {@code agent_contents.content_type}
 */
record SharedContent(Column<String> content, Column<UUID> ref, String type) {
  static final List<SharedContent> ALL =
      List.of(
          new SharedContent(
              SpanColumns.SYSTEM_INSTRUCTIONS, SpanColumns.INSTRUCTIONS_REF, "instructions"),
          new SharedContent(SpanColumns.TOOL_DEFINITIONS, SpanColumns.TOOLS_REF, "tools"),
          new SharedContent(SpanColumns.RESOURCE, SpanColumns.RESOURCE_REF, "resource"),
          new SharedContent(SpanColumns.SOURCE, SpanColumns.SOURCE_REF, "source"));
}
