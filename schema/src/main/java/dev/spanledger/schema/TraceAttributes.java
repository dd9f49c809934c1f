// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the columns that only a trace has among a stored span's attributes. */
final class TraceAttributes {
  private static final JsonFactory JSON = new JsonFactory();

  private TraceAttributes() {}

  static SpanRow addTo(SpanRow span) {
    String attributes = span.get(SpanColumns.ATTRIBUTES);
    if (attributes == null || !attributes.contains("\"spanledger.")) {
      return span;
    }
    SpanRow.Builder row = span.toBuilder();
    try (JsonParser parser = JSON.createParser(attributes)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        read(parser, row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return row.build();
  }

  private static void read(JsonParser parser, SpanRow.Builder row) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals(SpanColumns.PROJECT.name())) {
        row.set(SpanColumns.PROJECT, parser.getValueAsString());
      } else if (name.equals(SpanColumns.BUILD.name())) {
        row.set(SpanColumns.BUILD, parser.getValueAsString());
      } else if (name.equals(SpanColumns.TAGS.name())) {
        row.set(SpanColumns.TAGS, texts(parser));
      }
      parser.skipChildren();
    }
  }

  private static List<String> texts(JsonParser parser) throws IOException {
    List<String> texts = new ArrayList<>();
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        texts.add(parser.getText());
        parser.skipChildren();
      }
    }
    return texts;
  }
}
