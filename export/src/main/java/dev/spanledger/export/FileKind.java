// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;

/** What is in a file of runs. */
enum FileKind {
  /** A request a line. What nobody can read is taken for this, too: each line is looked at. */
  OTLP_LINES,
  /** One request over many lines. */
  OTLP,
  /** An object of tasks by their ids. */
  MOTUS;

  /** Looks at the beginning. */
  static FileKind of(InputStream in) throws IOException {
    try (JsonParser json = JsonTree.JSON.createParser(in)) {
      if (json.nextToken() != JsonToken.START_OBJECT || json.nextToken() != JsonToken.FIELD_NAME) {
        return OTLP_LINES;
      }
      if (json.currentName().equals("resourceSpans")) {
        return json.currentLocation().getLineNr() > 1 ? OTLP : ofOneLine(json);
      }
      return json.nextToken() == JsonToken.START_OBJECT ? MOTUS : OTLP_LINES;
    } catch (JsonProcessingException e) {
      return OTLP_LINES;
    }
  }

  private static FileKind ofOneLine(JsonParser json) throws IOException {
    json.nextToken();
    json.skipChildren();
    return json.currentLocation().getLineNr() > 1 ? OTLP : OTLP_LINES;
  }
}
