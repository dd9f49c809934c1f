// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import org.jspecify.annotations.Nullable;

/** What kinds of parts a message has: some emitters give them to the wrong speaker. */
final class PartCount {
  private int parts;
  private int calls;
  private int responses;

  void add(@Nullable String type) {
    parts++;
    calls += "tool_call".equals(type) ? 1 : 0;
    responses += "tool_call_response".equals(type) ? 1 : 0;
  }

  /**
   * A user who only hands over what tools answered is the tool (Anthropic, Gemini, Pydantic AI); a
   * tool that only calls tools is the assistant (Koog).
   */
  String role(String stated) {
    if (parts > 0 && responses == parts && stated.equals(Roles.USER)) {
      return Roles.TOOL;
    }
    return parts > 0 && calls == parts && stated.equals(Roles.TOOL) ? Roles.ASSISTANT : stated;
  }
}
