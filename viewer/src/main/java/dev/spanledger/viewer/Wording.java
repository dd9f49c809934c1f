// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of what people, models and tools have said.
 *
 * @param payloads whether anything
 * @param redactor what every text of it becomes
 */
record Wording(boolean payloads, UnaryOperator<String> redactor) {
  static final Wording AS_IS = new Wording(true, UnaryOperator.identity());

  private static final JsonFactory FACTORY = new JsonFactory();

  /** Something that was said. */
  @Nullable String said(@Nullable String text) {
    return payloads ? told(text) : null;
  }

  /** Something that is told in any case, such as what went wrong. */
  @Nullable String told(@Nullable String text) {
    return text == null ? null : redactor.apply(text);
  }

  /** JSON whose texts may be told; its names stay. */
  String json(String json) {
    if (equals(AS_IS)) {
      return json;
    }
    StringWriter redacted = new StringWriter(json.length());
    try (JsonParser from = FACTORY.createParser(json);
        JsonGenerator to = FACTORY.createGenerator(redacted)) {
      for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          to.writeString(redactor.apply(from.getText()));
        } else {
          to.copyCurrentEvent(from);
        }
      }
    } catch (IOException e) {
      return redactor.apply(json);
    }
    return redacted.toString();
  }
}
