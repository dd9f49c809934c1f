// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.spanledger.instrument.Message;
import java.net.URI;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** LangChain4j's messages and tools in OpenTelemetry's shape. */
final class ChatMessages {

  private ChatMessages() {}

  static List<Message> of(List<ChatMessage> messages) {
    return view(messages, ChatMessages::of);
  }

  static Message of(ChatMessage message) {
    if (message instanceof SystemMessage system) {
      return Message.system(system.text());
    }
    if (message instanceof UserMessage user) {
      return user(user);
    }
    if (message instanceof AiMessage ai) {
      return assistant(ai);
    }
    if (message instanceof ToolExecutionResultMessage result) {
      return ToolOutcome.message(result.id(), result.toolName(), result.contents());
    }
    return other(message);
  }

  /** The text of the system messages, which providers take as instructions. */
  static @Nullable String instructions(List<ChatMessage> messages) {
    String text =
        messages.stream()
            .filter(SystemMessage.class::isInstance)
            .map(message -> ((SystemMessage) message).text())
            .collect(Collectors.joining("\n"));
    return text.isEmpty() ? null : text;
  }

  static @Nullable List<Map<String, Object>> tools(@Nullable List<ToolSpecification> tools) {
    return tools == null || tools.isEmpty() ? null : view(tools, ChatMessages::tool);
  }

  /** Mapped when it is read, so that content that nobody keeps costs nothing. */
  private static <T, R> List<R> view(List<T> items, Function<T, R> mapping) {
    return new AbstractList<>() {
      @Override
      public R get(int index) {
        return mapping.apply(items.get(index));
      }

      @Override
      public int size() {
        return items.size();
      }
    };
  }

  /** One content of a message as a part. */
  static Map<String, Object> part(Content content) {
    if (content instanceof TextContent text) {
      return part("text", text.text());
    }
    if (content instanceof ImageContent image) {
      return image(image.image());
    }
    if (content instanceof AudioContent audio) {
      var sound = audio.audio();
      return media("audio", sound.mimeType(), sound.url(), sound.base64Data());
    }
    if (content instanceof VideoContent video) {
      var film = video.video();
      return media("video", film.mimeType(), film.url(), film.base64Data());
    }
    if (content instanceof PdfFileContent pdf) {
      var file = pdf.pdfFile();
      return media("document", file.mimeType(), file.url(), file.base64Data());
    }
    return part(String.valueOf(content.type()), content.toString());
  }

  /** In one order, unlike Map.of: the JSON is stored once only where it is always the same. */
  private static Map<String, Object> part(String type, String content) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("type", type);
    part.put("content", content);
    return part;
  }

  private static Message user(UserMessage user) {
    Message message = Message.of("user");
    for (Content content : user.contents()) {
      message = message.withPart(part(content));
    }
    return message;
  }

  private static Message assistant(AiMessage ai) {
    Message message = Message.of("assistant").withReasoning(ai.thinking()).withText(ai.text());
    for (ToolExecutionRequest call : ai.toolExecutionRequests()) {
      message = message.withToolCall(call.id(), call.name(), call.arguments());
    }
    for (Image image : ai.images()) {
      message = message.withPart(image(image));
    }
    return message;
  }

  private static Message other(ChatMessage message) {
    return message instanceof CustomMessage custom
        ? Message.of("custom").withPart(custom.attributes())
        : Message.of(String.valueOf(message.type())).withText(message.toString());
  }

  private static Map<String, Object> image(Image image) {
    return media("image", image.mimeType(), image.url(), image.base64Data());
  }

  private static Map<String, Object> media(
      String modality, @Nullable String mimeType, @Nullable URI uri, @Nullable String base64) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("type", uri == null ? "blob" : "uri");
    part.put("modality", modality);
    if (mimeType != null) {
      part.put("mime_type", mimeType);
    }
    if (uri != null) {
      part.put("uri", uri.toString());
    } else if (base64 != null) {
      part.put("content", base64);
    }
    return part;
  }

  private static Map<String, Object> tool(ToolSpecification specification) {
    Map<String, Object> tool = new LinkedHashMap<>();
    tool.put("type", "function");
    tool.put("name", specification.name());
    if (specification.description() != null) {
      tool.put("description", specification.description());
    }
    if (specification.parameters() != null) {
      tool.put("parameters", JsonSchemaElementUtils.toMap(specification.parameters()));
    }
    return tool;
  }
}
