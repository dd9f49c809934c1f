// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.messages.Conversation;
import dev.spanledger.provider.messages.LogMessage;
import dev.spanledger.provider.messages.MessageSource;
import dev.spanledger.provider.messages.Messages;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TextMemory;
import io.opentelemetry.sdk.trace.data.EventData;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The messages of a span, where it is a model call or carries some: read by {@link Messages}. */
final class Messaging {
  /** Their content is one thing that went in and one that came out. */
  private static final Set<String> NO_MESSAGES =
      Set.of(
          KindRules.TOOL,
          KindRules.MCP,
          KindRules.HANDOFF,
          KindRules.EMBEDDING,
          KindRules.RERANKER,
          KindRules.RETRIEVAL,
          KindRules.MEMORY);

  /** What says which tools there are, or how an agent is instructed. */
  private static final Set<String> OFFERS =
      Set.of(
          "gen_ai.tool.definitions",
          "gen_ai.system_instructions",
          "spring.ai.model.request.tool.names",
          "spring.ai.chat.client.tool.names",
          "embabel.tool_loop.tool_names",
          "mlflow.chat.tools");

  private static final Map<String, Column<String>> COLUMNS =
      Map.of(
          SpanColumns.INPUT.name(), SpanColumns.INPUT,
          SpanColumns.OUTPUT.name(), SpanColumns.OUTPUT,
          SpanColumns.SYSTEM_INSTRUCTIONS.name(), SpanColumns.SYSTEM_INSTRUCTIONS,
          SpanColumns.TOOL_DEFINITIONS.name(), SpanColumns.TOOL_DEFINITIONS);

  private Messaging() {}

  /** Whether any convention's attributes for messages are there. */
  static boolean isCarriedBy(SpanView span) {
    for (String name : Conventions.MESSAGES) {
      if (name.endsWith(".") ? hasNumbered(name, span) : span.has(name)) {
        return true;
      }
    }
    return false;
  }

  /** Not {@code gen_ai.prompt.name}: messages are numbered. */
  private static boolean hasNumbered(String prefix, SpanView span) {
    for (String key : span.keys()) {
      if (key.length() > prefix.length()
          && key.startsWith(prefix)
          && Character.isDigit(key.charAt(prefix.length()))) {
        return true;
      }
    }
    return false;
  }

  /** Fills what no source of a higher rank has filled. */
  static void fill(SpanFacts span, SpanRow.Builder row) {
    if (NO_MESSAGES.contains(span.kind()) || !isAskedOf(span)) {
      return;
    }
    Conversation said = Messages.read(new Said(span));
    finishReasons(said, span, row);
    if (span.keepsContent()) {
      content(said, span, row);
    }
  }

  private static void content(Conversation said, SpanFacts span, SpanRow.Builder row) {
    set(SpanColumns.SYSTEM_INSTRUCTIONS, said.systemInstructions(), row);
    set(SpanColumns.TOOL_DEFINITIONS, said.toolDefinitions(), row);
    boolean input = set(SpanColumns.INPUT, said.input(), row);
    boolean output = set(SpanColumns.OUTPUT, said.output(), row);
    said.promoted().forEach((key, column) -> promote(key, column, input, output, span));
    said.consumed().forEach(span::consume);
  }

  /** An agent can say which tools it has, and how it is instructed, without a single message. */
  private static boolean isAskedOf(SpanFacts span) {
    return span.kind().equals(KindRules.LLM) || isCarriedBy(span) || offersTools(span);
  }

  private static boolean offersTools(SpanView span) {
    return span.hasAny(OFFERS)
        || span.hasPrefix("llm.tools.")
        || span.hasPrefix("llm.request.functions.");
  }

  private static boolean set(Column<String> column, @Nullable String said, SpanRow.Builder row) {
    if (said == null || row.get(column) != null) {
      return false;
    }
    row.set(column, said);
    return true;
  }

  private static void finishReasons(Conversation said, SpanFacts span, SpanRow.Builder row) {
    if (row.get(SpanColumns.FINISH_REASONS) == null
        && Filling.first(SpanColumns.FINISH_REASONS, span) == null) {
      row.set(SpanColumns.FINISH_REASONS, FinishReasons.of(said.finishReasons()));
    }
  }

  private static void promote(
      String key, String name, boolean input, boolean output, SpanFacts span) {
    Column<String> column = COLUMNS.get(name);
    if (column == null) {
      return;
    }
    boolean overruled =
        (column.equals(SpanColumns.INPUT) && !input)
            || (column.equals(SpanColumns.OUTPUT) && !output);
    if (!overruled) {
      span.promote(key, column);
    }
  }

  private record Said(SpanFacts span) implements MessageSource {
    @Override
    public String kind() {
      return span.kind();
    }

    @Override
    public String scopeName() {
      return span.scope();
    }

    @Override
    public @Nullable Object attribute(String key) {
      return span.attribute(key);
    }

    @Override
    public Set<String> keys() {
      return span.keys();
    }

    @Override
    public List<EventData> events() {
      return span.events();
    }

    @Override
    public List<LogMessage> logs() {
      return List.of();
    }

    @Override
    public TextMemory memory() {
      return span.memory();
    }
  }
}
