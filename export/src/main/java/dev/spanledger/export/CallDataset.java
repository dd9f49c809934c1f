// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A model call a line: what the model was given, what it answered, and how that was judged. */
final class CallDataset implements TraceSink {
  private final JsonOut json;
  private @Nullable ExportedTrace trace;

  CallDataset(OutputStream out) throws IOException {
    json = new JsonOut(out);
  }

  @Override
  public void trace(ExportedTrace begun) {
    trace = begun;
  }

  @Override
  public void span(SpanRow span) throws IOException {
    if (!span.kind().equals("LLM")) {
      return;
    }
    json.object()
        .field("trace_id", span.traceId())
        .field("span_id", span.spanId())
        .tree("input", span.get(SpanColumns.INPUT))
        .tree("output", span.get(SpanColumns.OUTPUT))
        .tree("system_instructions", span.get(SpanColumns.SYSTEM_INSTRUCTIONS))
        .tree("tool_definitions", span.get(SpanColumns.TOOL_DEFINITIONS))
        .field("model", span.get(SpanColumns.MODEL))
        .field("provider", span.get(SpanColumns.PROVIDER))
        .field("temperature", span.get(SpanColumns.TEMPERATURE))
        .field("max_tokens", span.get(SpanColumns.MAX_TOKENS))
        .field("finish_reasons", span.get(SpanColumns.FINISH_REASONS))
        .field("status", span.status())
        .field("error", span.get(SpanColumns.ERROR_MESSAGE))
        .field("agent_name", span.get(SpanColumns.AGENT_NAME))
        .field("session_id", span.get(SpanColumns.SESSION_ID))
        .field("duration_ms", span.durationMs())
        .field("input_tokens", span.get(SpanColumns.INPUT_TOKENS))
        .field("output_tokens", span.get(SpanColumns.OUTPUT_TOKENS))
        .field("cost_usd", span.get(SpanColumns.COST_USD));
    if (trace != null) {
      Scores.write(json, trace, Scores.of(span.spanId(), trace.scores()));
    }
    json.endObject().endLine();
  }

  @Override
  public void end() throws IOException {
    json.flush();
  }
}
