// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Obj;
import dev.spanledger.provider.messages.Json.Str;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A canonical message that is being put together. */
final class Message {
  private final String role;
  private final boolean developer;
  private final List<Json> parts = new ArrayList<>();
  private final Obj extras = new Obj();
  private @Nullable String name;
  private @Nullable String finishReason;

  /**
   * @param role in the emitter's words
   */
  Message(String role) {
    this.role = Roles.canonical(role);
    this.developer = Roles.isDeveloper(role);
  }

  Message add(@Nullable Json part) {
    if (part != null) {
      parts.add(part);
    }
    return this;
  }

  Message addAll(List<Json> more) {
    parts.addAll(more);
    return this;
  }

  Message name(@Nullable String value) {
    name = value;
    return this;
  }

  /** The first that is said stays. */
  Message finishReason(@Nullable String reason) {
    finishReason = finishReason == null ? reason : finishReason;
    return this;
  }

  void extra(String key, Json value) {
    extras.put(key, value);
  }

  List<Json> parts() {
    return parts;
  }

  @Nullable String finishReason() {
    return finishReason;
  }

  /** As it was said, whatever the parts are. */
  String statedRole() {
    return role;
  }

  String role() {
    PartCount count = new PartCount();
    parts.forEach(part -> count.add(part instanceof Obj object ? object.string("type") : null));
    return count.role(role);
  }

  Json json() {
    Obj message = new Obj().put("role", role()).put("name", name).put("parts", Json.array(parts));
    if (developer) {
      message.put("original_role", new Str(Roles.DEVELOPER));
    }
    message.put("finish_reason", finishReason);
    extras.fields().forEach(message::putAbsent);
    return message;
  }
}
