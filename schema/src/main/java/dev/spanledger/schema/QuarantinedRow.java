// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** A span's columns as {@code agent_quarantine.row_data} has them: all of them texts. */
final class QuarantinedRow {
  private static final JsonFactory JSON = new JsonFactory();

  private QuarantinedRow() {}

  static String json(SpanRow span) {
    StringWriter json = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(json)) {
      generator.writeStartObject();
      for (Column<?> column :
          AddedColumns.with(SpanColumns.ALL, List.copyOf(span.added().keySet()))) {
        Object value = span.get(column);
        if (value != null) {
          generator.writeStringField(column.name(), value.toString());
        }
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return json.toString();
  }

  /** What the text of a row has in it that is the subject's. */
  static String member(DataSubject subject) {
    String id = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(subject.id()));
    return "\"%s\":\"%s\"".formatted(subject.kind().column(), id);
  }
}
