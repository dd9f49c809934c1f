// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceColumns;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A run a line: what it was asked, what it answered, and how that was judged. Both are those of the
 * span that names the run; where that says nothing, the beginning that the trace's row has.
 */
final class RunDataset implements TraceSink {
  private final JsonOut json;
  private @Nullable ExportedTrace trace;
  private @Nullable SpanRow root;

  RunDataset(OutputStream out) throws IOException {
    json = new JsonOut(out);
  }

  @Override
  public void trace(ExportedTrace begun) {
    trace = begun;
    root = null;
  }

  @Override
  public void span(SpanRow span) {
    if (trace != null && span.spanId().equals(trace.row().get(TraceColumns.ROOT_SPAN_ID))) {
      root = span;
    }
  }

  @Override
  public void endTrace() throws IOException {
    ExportedTrace ended = trace;
    if (ended == null) {
      return;
    }
    json.object().field("trace_id", ended.id());
    content(
        "input",
        root == null ? null : root.get(SpanColumns.INPUT),
        ended.get(TraceColumns.INPUT_PREVIEW));
    content(
        "output",
        root == null ? null : root.get(SpanColumns.OUTPUT),
        ended.get(TraceColumns.OUTPUT_PREVIEW));
    json.field("name", ended.get(TraceColumns.NAME))
        .field("status", ended.get(TraceColumns.STATUS))
        .field("error", ended.get(TraceColumns.FIRST_ERROR))
        .field("agent_name", ended.get(TraceColumns.AGENT_NAME))
        .field("session_id", ended.get(TraceColumns.SESSION_ID))
        .field("user_id", ended.get(TraceColumns.USER_ID))
        .field("project", ended.get(TraceColumns.PROJECT))
        .field("build", ended.get(TraceColumns.BUILD))
        .field("tags", ended.get(TraceColumns.TAGS))
        .field("models", ended.get(TraceColumns.MODELS))
        .field("duration_ms", ended.get(TraceColumns.DURATION_MS))
        .field("total_tokens", ended.get(TraceColumns.TOTAL_TOKENS))
        .field("cost_usd", ended.get(TraceColumns.COST_USD));
    Scores.write(json, ended, ended.scores());
    json.endObject().endLine();
  }

  private void content(String name, @Nullable String whole, @Nullable String preview)
      throws IOException {
    if (whole == null && preview != null) {
      json.field(name, preview).field(name + "_is_preview", true);
    } else {
      json.tree(name, whole);
    }
  }

  @Override
  public void end() throws IOException {
    json.flush();
  }
}
