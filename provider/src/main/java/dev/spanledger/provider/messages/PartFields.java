// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import com.fasterxml.jackson.core.JsonToken;

/** Which of a part's fields have been seen on the way, and whether they are those of its type. */
final class PartFields {
  private boolean content;
  private boolean contentIsText;
  private boolean response;
  private boolean uri;
  private boolean fileId;
  private boolean synonym;

  void see(String field, JsonToken value) {
    switch (field) {
      case "content" -> {
        content = true;
        contentIsText = value == JsonToken.VALUE_STRING;
      }
      case "response" -> response = true;
      case "uri" -> uri = value == JsonToken.VALUE_STRING;
      case "file_id" -> fileId = value == JsonToken.VALUE_STRING;
      default -> synonym |= PartTypes.CALL_SYNONYMS.contains(field);
    }
  }

  boolean fit(String type) {
    return switch (type) {
      case "text", "reasoning", "blob", "refusal" -> contentIsText;
      case "tool_call" -> !synonym;
      case "tool_call_response" -> response && !content && !synonym;
      case "uri" -> uri;
      case "file" -> fileId;
      default -> !type.isEmpty() && !PartTypes.isSynonym(type);
    };
  }
}
