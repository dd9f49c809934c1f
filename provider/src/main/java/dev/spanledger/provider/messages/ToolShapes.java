// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Arr;
import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Str;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the tools that a model was offered are looked for: the first place that has any wins. */
final class ToolShapes {
  private static final List<ToolShape> ALL =
      List.of(
          source -> attribute(source, "gen_ai.tool.definitions"),
          ToolShapes::detail,
          source -> flattened(source, "llm.tools.", "tool"),
          source -> flattened(source, "llm.request.functions.", null),
          source -> flattened(source, "gen_ai.tool.", null),
          source -> attribute(source, "ai.prompt.tools"),
          source -> attribute(source, "model_request_parameters"),
          source -> attribute(source, "mlflow.chat.tools"),
          source -> ofRequest(source, "gcp.vertex.agent.llm_request"),
          source -> names(source, "spring.ai.model.request.tool.names"),
          source -> names(source, "spring.ai.chat.client.tool.names"),
          source -> names(source, "embabel.tool_loop.tool_names"));

  private ToolShapes() {}

  private interface ToolShape {
    @Nullable Tools read(MessageSource source);
  }

  /**
   * Definitions that were found.
   *
   * @param keys the attributes that said so
   * @param verbatim whether the one attribute that said so holds the same text
   */
  record Tools(String json, Set<String> keys, boolean verbatim) {}

  static @Nullable Tools first(MessageSource source) {
    for (ToolShape shape : ALL) {
      Tools tools = shape.read(source);
      if (tools != null) {
        return tools;
      }
    }
    return null;
  }

  private static @Nullable Tools attribute(MessageSource source, String key) {
    String text = AttributeShape.text(source, key);
    String json =
        text == null ? null : ToolDefinitions.of(AttributeShape.unquoted(text), source.memory());
    return json == null ? null : new Tools(json, Set.of(key), json.equals(text));
  }

  private static @Nullable Tools detail(MessageSource source) {
    String text = Events.detail(source, "gen_ai.tool.definitions");
    String json = text == null ? null : ToolDefinitions.of(text, source.memory());
    return json == null ? null : new Tools(json, Set.of(), false);
  }

  /** OpenInference gives each tool's JSON under one name, others the fields themselves. */
  private static @Nullable Tools flattened(
      MessageSource source, String prefix, @Nullable String under) {
    Flattened flattened = Flattened.read(source, prefix);
    List<Json> tools = new ArrayList<>();
    for (Obj item : flattened.items()) {
      Obj tool = under == null ? item : item.object(under);
      Json schema = tool == null ? null : tool.get("json_schema");
      if (schema != null && tool != null && !tool.has("name")) {
        tools.add(schema);
      } else if (tool != null) {
        tools.add(tool);
      }
    }
    String json = ToolDefinitions.of(Json.array(tools));
    return json == null ? null : new Tools(json, flattened.keys(), false);
  }

  private static @Nullable Tools ofRequest(MessageSource source, String key) {
    String text = AttributeShape.text(source, key);
    Json request = text == null ? null : JsonText.parseStructure(text);
    Obj config = request instanceof Obj object ? object.object("config") : null;
    Json tools = config == null ? null : config.get("tools");
    String json = tools == null ? null : ToolDefinitions.of(tools);
    return json == null ? null : new Tools(json, Set.of(key), false);
  }

  /** Names alone stay where they are: they are a parameter of the request, too. */
  private static @Nullable Tools names(MessageSource source, String key) {
    String text = AttributeShape.text(source, key);
    List<String> names = text == null ? List.of() : names(text);
    return names.isEmpty()
        ? null
        : new Tools(ToolDefinitions.ofNames(names).compact(), Set.of(), false);
  }

  private static List<String> names(String text) {
    Json parsed = JsonText.parseStructure(text);
    List<String> names = new ArrayList<>();
    if (parsed instanceof Arr array) {
      array
          .items()
          .forEach(item -> names.add(item instanceof Str name ? name.value() : item.text()));
    } else {
      String bare = text.replaceAll("[\\[\\]]", "");
      List.of(bare.split(",", -1)).forEach(name -> names.add(name.trim()));
    }
    names.removeIf(String::isEmpty);
    return names;
  }
}
