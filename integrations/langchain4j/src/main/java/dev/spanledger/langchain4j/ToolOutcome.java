// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.spanledger.instrument.Message;
import dev.spanledger.instrument.ToolSpan;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a tool answered, as it is sent to the model. */
final class ToolOutcome {

  /** The word of OpenTelemetry's MCP conventions for a tool that answers with an error. */
  private static final String TOOL_ERROR = "tool_error";

  private ToolOutcome() {}

  static void record(ToolSpan span, ToolExecutionResult result) {
    Object answer = answer(result.resultContents());
    span.result(answer);
    if (result.isError()) {
      span.attribute("error.type", TOOL_ERROR);
      span.span().setStatus(StatusCode.ERROR, answer instanceof String text ? text : TOOL_ERROR);
    }
  }

  /** One text stays a text; anything else is written as message parts. */
  static @Nullable Object answer(@Nullable List<Content> contents) {
    if (contents == null || contents.isEmpty()) {
      return null;
    }
    return contents.size() == 1 && contents.get(0) instanceof TextContent text
        ? text.text()
        : contents.stream().map(ChatMessages::part).toList();
  }

  static Message message(@Nullable String callId, @Nullable String tool, List<Content> contents) {
    return Message.toolResult(callId, tool, answer(contents));
  }
}
