// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation, in the shape of OpenTelemetry's {@code gen_ai.input.messages}: a
 * role and parts. Immutable; each {@code with} method returns a new message. Null values are left
 * out, never refused.
 */
public final class Message {

  private final String role;
  private final List<Object> parts;
  private final @Nullable String finishReason;

  private Message(String role, List<Object> parts, @Nullable String finishReason) {
    this.role = role;
    this.parts = parts;
    this.finishReason = finishReason;
  }

  /**
   * A message without parts yet.
   *
   * @param role {@code system}, {@code user}, {@code assistant}, {@code tool} or the provider's own
   */
  public static Message of(@Nullable String role) {
    return new Message(role == null ? "user" : role, List.of(), null);
  }

  /** A system (developer) message. */
  public static Message system(@Nullable String text) {
    return of("system").withText(text);
  }

  /** A user message. */
  public static Message user(@Nullable String text) {
    return of("user").withText(text);
  }

  /** A message of the model; null when it only calls tools. */
  public static Message assistant(@Nullable String text) {
    return of("assistant").withText(text);
  }

  /**
   * The answer of a tool to the model.
   *
   * @param callId id of the tool call that it answers
   * @param result text, or a map, collection or scalar; a text that holds a JSON object or array is
   *     kept as JSON
   */
  public static Message toolResult(@Nullable String callId, @Nullable Object result) {
    return toolResult(callId, null, result);
  }

  /**
   * The answer of a tool to the model, with the tool's name.
   *
   * @param callId id of the tool call that it answers
   * @param name name of the tool
   * @param result as in {@link #toolResult(String, Object)}
   */
  public static Message toolResult(
      @Nullable String callId, @Nullable String name, @Nullable Object result) {
    Map<String, @Nullable Object> part = part("tool_call_response");
    put(part, "id", callId);
    put(part, "name", name);
    part.put("response", Json.embed(result));
    return of("tool").with(part);
  }

  /** Adds a text. */
  public Message withText(@Nullable String text) {
    return withContent("text", text);
  }

  /** Adds the model's reasoning, where the provider shows it. */
  public Message withReasoning(@Nullable String text) {
    return withContent("reasoning", text);
  }

  /**
   * Adds a call of a tool that the model asks for.
   *
   * @param id id of the call
   * @param name name of the tool
   * @param arguments JSON text, or a map, collection or scalar
   */
  public Message withToolCall(
      @Nullable String id, @Nullable String name, @Nullable Object arguments) {
    Map<String, @Nullable Object> part = part("tool_call");
    put(part, "id", id);
    put(part, "name", name);
    put(part, "arguments", Json.embed(arguments));
    return with(part);
  }

  /**
   * Adds a reference to an image, a sound, a video or a document.
   *
   * @param modality {@code image}, {@code audio}, {@code video} or {@code document}
   * @param mimeType null if not known
   * @param uri where it is
   */
  public Message withUri(
      @Nullable String modality, @Nullable String mimeType, @Nullable String uri) {
    Map<String, @Nullable Object> part = part("uri");
    put(part, "modality", modality);
    put(part, "mime_type", mimeType);
    put(part, "uri", uri);
    return uri == null ? this : with(part);
  }

  /** Adds any other part, for example a {@code blob}: its {@code type} and its fields. */
  public Message withPart(@Nullable Map<String, ?> part) {
    return part == null || part.isEmpty() ? this : with(new LinkedHashMap<>(part));
  }

  /** Says why the model stopped: {@code stop}, {@code length}, {@code tool_call}, … */
  public Message withFinishReason(@Nullable String reason) {
    return new Message(role, parts, reason);
  }

  /** The message as JSON. */
  @Override
  public String toString() {
    return Json.write(fields(finishReason));
  }

  static @Nullable String json(@Nullable Collection<@Nullable Message> messages) {
    return messages == null ? null : json(messages, List.of());
  }

  /** The reasons fill in, by position, what messages do not say themselves. */
  static String json(Collection<@Nullable Message> messages, List<String> finishReasons) {
    List<Object> array = new ArrayList<>();
    for (Message message : messages) {
      if (message != null) {
        int index = Math.min(array.size(), finishReasons.size() - 1);
        array.add(message.fields(index < 0 ? null : finishReasons.get(index)));
      }
    }
    return Json.write(array);
  }

  /** The parts of a system instruction, which has no role. */
  static @Nullable String instructions(@Nullable String text) {
    return text == null ? null : Json.write(system(text).parts);
  }

  private Map<String, Object> fields(@Nullable String otherwiseReason) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("role", role);
    fields.put("parts", parts);
    String reason = Objects.requireNonNullElse(finishReason, Objects.toString(otherwiseReason, ""));
    if (!reason.isEmpty()) {
      fields.put("finish_reason", reason);
    }
    return fields;
  }

  private Message withContent(String type, @Nullable String text) {
    Map<String, @Nullable Object> part = part(type);
    part.put("content", text);
    return text == null ? this : with(part);
  }

  private Message with(Object part) {
    List<Object> more = new ArrayList<>(parts);
    more.add(part);
    return new Message(role, List.copyOf(more), finishReason);
  }

  private static Map<String, @Nullable Object> part(String type) {
    Map<String, @Nullable Object> part = new LinkedHashMap<>();
    part.put("type", type);
    return part;
  }

  private static void put(Map<String, @Nullable Object> part, String name, @Nullable Object value) {
    if (value != null) {
      part.put(name, value);
    }
  }
}
