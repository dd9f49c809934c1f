// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanledger.schema.ScoreColumns;
import dev.spanledger.schema.ScoreRow;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One judgement, by the names that OpenInference gives its fields. Not thread-safe. */
final class Judgement {
  private static final JsonFactory JSON = new JsonFactory();

  private final Kept kept;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private @Nullable String explanation;
  private @Nullable String metadata;

  /** What is judged: a step, or all of its run or session. */
  enum Scope {
    SPAN,
    TRACE,
    SESSION
  }

  Judgement(Kept kept) {
    this.kept = kept;
  }

  /** Null where it is not stated. */
  Judgement set(String field, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    switch (field) {
      case "explanation" -> explanation = said("gen_ai.evaluation.explanation", value);
      case "metadata" -> metadata = said("metadata", value);
      default -> fields.put(field, value);
    }
    return this;
  }

  /** What people and models said is not kept without content capture. */
  private @Nullable String said(String key, Object value) {
    Object keep = kept.value(key, value);
    return keep == null ? null : keep instanceof String text ? text : AttributeJson.value(keep);
  }

  /**
   * The judgement's row, but for what it is of; null where it says nothing.
   *
   * @param judge who says it: the ids of a span, and where in it
   * @param position among what is said there
   */
  ScoreRow.@Nullable Builder row(String judge, long position) {
    Double value = Normalise.number(fields.get("score"));
    String label = text("label");
    if (value == null && label == null && explanation == null) {
      return null;
    }
    String name = text("name");
    String kind = text("annotator_kind");
    return ScoreRow.builder(judge, name == null ? "evaluation" : name, position)
        .set(ScoreColumns.VALUE, value)
        .set(ScoreColumns.LABEL, label)
        .set(ScoreColumns.EXPLANATION, explanation)
        .set(ScoreColumns.SOURCE, kind == null ? null : kind.toUpperCase(Locale.ROOT));
  }

  /** What has no column: who exactly judged, which answer, and of what. */
  @Nullable String metadata(Scope scope) {
    Map<String, String> rest = new LinkedHashMap<>();
    putText(rest, "identifier");
    putText(rest, "response_id");
    if (scope == Scope.SESSION) {
      rest.put("scope", "session");
    }
    return rest.isEmpty() && metadata == null ? null : json(rest);
  }

  private void putText(Map<String, String> rest, String field) {
    String text = text(field);
    if (text != null) {
      rest.put(field, text);
    }
  }

  private String json(Map<String, String> rest) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, String> entry : rest.entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      if (metadata != null) {
        json.writeStringField("metadata", metadata);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private @Nullable String text(String field) {
    String text = Normalise.text(fields.get(field));
    return text == null ? null : kept.text(text);
  }
}
