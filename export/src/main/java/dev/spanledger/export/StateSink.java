// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TraceColumns;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each run with its spans by id. docs/export.md describes version {@value #VERSION}. */
final class StateSink implements TraceSink {
  static final String FORMAT = "spanledger-state";
  static final long VERSION = 1;

  /** Written with the spans, where they are whole. */
  private static final List<Column<?>> PREVIEWS =
      List.of(TraceColumns.INPUT_PREVIEW, TraceColumns.OUTPUT_PREVIEW);

  private final JsonOut json;

  StateSink(OutputStream out) throws IOException {
    json = new JsonOut(out);
  }

  @Override
  public void begin() throws IOException {
    json.object().field("format", FORMAT).field("version", VERSION).array("traces");
  }

  @Override
  public void trace(ExportedTrace trace) throws IOException {
    json.object();
    for (Column<?> column : TraceColumns.all()) {
      if (!PREVIEWS.contains(column)) {
        json.column(column, trace.get(column));
      }
    }
    Scores.write(json, trace, trace.scores());
    json.object("spans");
  }

  @Override
  public void span(SpanRow span) throws IOException {
    json.object(span.spanId());
    head(span.name(), span.kind(), span.parentSpanId(), span.status());
    json.field("start", span.startTime())
        .field("end", span.endTime())
        .field("start_unix_nano", span.get(SpanColumns.START_UNIX_NANO))
        .field("duration_ms", span.durationMs());
    error(span);
    json.field("agent_name", span.get(SpanColumns.AGENT_NAME));
    content(span);
    usage(span);
    json.tree("attributes", span.get(SpanColumns.ATTRIBUTES)).endObject();
  }

  @Override
  public void running(StillRunning span) throws IOException {
    json.object(span.spanId());
    head(span.name(), span.kind(), span.parentSpanId(), StillRunning.STATUS);
    json.field("start", span.startTime())
        .field("duration_ms", span.milliseconds())
        .field("agent_name", span.get(SpanColumns.AGENT_NAME))
        .field("model_name", span.get(SpanColumns.MODEL))
        .field("tool_name", span.get(SpanColumns.TOOL_NAME))
        .endObject();
  }

  @Override
  public void endTrace() throws IOException {
    json.endObject().endObject();
  }

  @Override
  public void end() throws IOException {
    json.endArray().endObject();
    json.flush();
  }

  private void head(String name, String kind, @Nullable String parent, String status)
      throws IOException {
    json.field("func", name).field("kind", kind).field("parent", parent).field("status", status);
  }

  private void error(SpanRow span) throws IOException {
    String type = span.get(SpanColumns.ERROR_TYPE);
    String message = span.get(SpanColumns.ERROR_MESSAGE);
    if (type != null || message != null) {
      json.object("error").field("type", type).field("message", message);
      json.field("stack", span.get(SpanColumns.ERROR_STACK)).endObject();
    }
  }

  /** What it was given and what it gave, named by what it is. */
  private void content(SpanRow span) throws IOException {
    String input = span.get(SpanColumns.INPUT);
    String output = span.get(SpanColumns.OUTPUT);
    String prefix = "";
    if (span.get(SpanColumns.MODEL) != null || span.kind().equals("LLM")) {
      prefix = "model_";
      json.field("model_name", span.get(SpanColumns.MODEL))
          .field("model_provider", span.get(SpanColumns.PROVIDER))
          .tree("model_instructions", span.get(SpanColumns.SYSTEM_INSTRUCTIONS))
          .tree("model_tools", span.get(SpanColumns.TOOL_DEFINITIONS))
          .field("model_finish_reasons", span.get(SpanColumns.FINISH_REASONS));
      List<String> chosen = ChosenTools.of(output);
      json.field("chosen_tools", chosen.isEmpty() ? null : chosen);
    } else if (span.get(SpanColumns.TOOL_NAME) != null || span.kind().equals("TOOL")) {
      prefix = "tool_";
      json.field("tool_name", span.get(SpanColumns.TOOL_NAME))
          .field("tool_call_id", span.get(SpanColumns.TOOL_CALL_ID));
    }
    json.tree(prefix + "input", input).tree(prefix + "output", output);
  }

  private void usage(SpanRow span) throws IOException {
    if (span.get(SpanColumns.TOTAL_TOKENS) != null
        || span.get(SpanColumns.INPUT_TOKENS) != null
        || span.get(SpanColumns.OUTPUT_TOKENS) != null) {
      json.object("tokens")
          .field("input", span.get(SpanColumns.INPUT_TOKENS))
          .field("output", span.get(SpanColumns.OUTPUT_TOKENS))
          .field("total", span.get(SpanColumns.TOTAL_TOKENS))
          .field("cache_read", span.get(SpanColumns.CACHE_READ_TOKENS))
          .field("cache_write", span.get(SpanColumns.CACHE_WRITE_TOKENS))
          .field("reasoning", span.get(SpanColumns.REASONING_TOKENS))
          .field("counted", span.get(SpanColumns.USAGE_COUNTED))
          .endObject();
    }
    json.field("cost_usd", span.get(SpanColumns.COST_USD))
        .field("cost_status", span.get(SpanColumns.COST_STATUS));
  }
}
