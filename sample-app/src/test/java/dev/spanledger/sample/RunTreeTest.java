// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceTree;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTreeTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @Test
  void callsAreIndentedUnderTheirCallers() {
    SpanRow call =
        span("LLM", "chat gpt-4o", 48)
            .set(SpanColumns.INPUT_TOKENS, 1200L)
            .set(SpanColumns.OUTPUT_TOKENS, 17L)
            .build();
    SpanRow tool =
        span("TOOL", "execute_tool trackParcel", 2)
            .set(SpanColumns.STATUS, "ERROR")
            .set(SpanColumns.ERROR_MESSAGE, "no connection\nto carrier")
            .build();
    TraceTree.Node agent =
        node(span("AGENT", "invoke_agent SupportAgent", 61).build(), node(call), node(tool));

    assertThat(RunTree.lines(List.of(agent)))
        .containsExactly(
            "kind   name                        duration  tokens in  out  error",
            "-----  --------------------------  --------  ---------  ---  ------------------------",
            "AGENT  invoke_agent SupportAgent    61.0 ms",
            "LLM      chat gpt-4o                48.0 ms       1200   17",
            "TOOL     execute_tool trackParcel    2.0 ms                  no connection to carrier");
  }

  private static TraceTree.Node node(SpanRow span, TraceTree.Node... children) {
    return new TraceTree.Node(span, List.of(children));
  }

  private static SpanRow.Builder span(String kind, String name, long millis) {
    long start = NOW.toEpochMilli() * 1_000_000;
    return SpanRow.builder()
        .set(SpanColumns.TRACE_ID, "0af7651916cd43dd8448eb211c80319c")
        .set(SpanColumns.SPAN_ID, "b7ad6b7169203331")
        .set(SpanColumns.NAME, name)
        .set(SpanColumns.KIND, kind)
        .set(SpanColumns.STATUS, "UNSET")
        .times(start, start + millis * 1_000_000, NOW);
  }
}
