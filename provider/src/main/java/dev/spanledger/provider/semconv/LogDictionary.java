// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.messages.Conversation;
import dev.spanledger.provider.messages.LogMessage;
import dev.spanledger.provider.messages.Messages;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TextMemory;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log records of a span into the columns that its attributes left open: where both say
 * something, the attributes win. Immutable and thread-safe.
 */
public final class LogDictionary {
  private static final String EXCEPTION = "gen_ai.client.operation.exception";
  private static final String GUARDRAIL = "gen_ai.guardrail.result";

  private final boolean content;

  /**
   * @param content whether what people and tools said is kept
   */
  public LogDictionary(boolean content) {
    this.content = content;
  }

  /**
   * Fills what is null so far.
   *
   * @param logs of one span, in the order of their arrival
   * @param row whose kind is set, where it is known
   * @param limits how much of it is kept
   */
  public void describe(List<LogMessage> logs, SpanRow.Builder row, Limits limits) {
    if (logs.isEmpty()) {
      return;
    }
    Kept kept = new Kept(content, limits);
    List<LogMessage> keptLogs = logs.stream().map(log -> KeptLog.of(log, kept)).toList();
    if (content) {
      conversation(keptLogs, row);
    }
    for (LogMessage log : keptLogs) {
      if (log.eventName().equals(EXCEPTION)) {
        exception(log.attributes(), row);
      } else if (log.eventName().equals(GUARDRAIL)) {
        guardrail(log.attributes(), row);
      }
    }
  }

  private static void conversation(List<LogMessage> logs, SpanRow.Builder row) {
    String kind = row.get(SpanColumns.KIND);
    Conversation said = Messages.read(new LogSource(kind == null ? "LLM" : kind, logs));
    fill(row, SpanColumns.SYSTEM_INSTRUCTIONS, said.systemInstructions());
    fill(row, SpanColumns.TOOL_DEFINITIONS, said.toolDefinitions());
    if (fill(row, SpanColumns.INPUT, said.input())) {
      row.set(SpanColumns.INPUT_PREVIEW, Preview.ofInput(said.input(), TextMemory.NONE));
    }
    if (fill(row, SpanColumns.OUTPUT, said.output())) {
      row.set(SpanColumns.OUTPUT_PREVIEW, Preview.ofOutput(said.output(), TextMemory.NONE));
    }
    fill(row, SpanColumns.FINISH_REASONS, FinishReasons.of(said.finishReasons()));
  }

  private static void exception(Attributes exception, SpanRow.Builder row) {
    fill(row, SpanColumns.ERROR_TYPE, SpanFacts.text(exception, OpenTelemetry.EXCEPTION_TYPE));
    fill(
        row, SpanColumns.ERROR_MESSAGE, SpanFacts.text(exception, OpenTelemetry.EXCEPTION_MESSAGE));
    fill(row, SpanColumns.ERROR_STACK, SpanFacts.text(exception, "exception.stacktrace"));
  }

  private static void guardrail(Attributes guardrail, SpanRow.Builder row) {
    String name = SpanFacts.text(guardrail, "gen_ai.guardrail.component.name");
    fill(
        row,
        SpanColumns.GUARDRAIL_NAME,
        name == null ? SpanFacts.text(guardrail, "gen_ai.guardrail.policy.id") : name);
    fill(
        row,
        SpanColumns.GUARDRAIL_RESULT,
        SpanFacts.text(guardrail, "gen_ai.guardrail.result.value"));
  }

  /** Says whether the value is in the row now. */
  private static <T> boolean fill(SpanRow.Builder row, Column<T> column, @Nullable T value) {
    if (value == null || row.get(column) != null) {
      return false;
    }
    row.set(column, value);
    return true;
  }
}
