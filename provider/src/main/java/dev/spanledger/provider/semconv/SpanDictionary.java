// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a span's attributes into columns. Immutable and thread-safe.
 *
 * <p>What a column takes over is left out of {@code attributes}; everything else stays there under
 * its own name.
 */
public final class SpanDictionary {
  private static final String EXCEPTION = "exception";

  private final boolean content;
  private final Map<String, String> ofProcess;

  /**
   * @param content whether what people and tools said is kept
   * @param ofProcess attributes that every span has which does not state them itself
   */
  public SpanDictionary(boolean content, Map<String, String> ofProcess) {
    this.content = content;
    this.ofProcess = Map.copyOf(ofProcess);
  }

  /** What a span can inherit, in the order of its importance. */
  public static List<Column<String>> inherited() {
    return ColumnRules.INHERITED.stream().map(ColumnRules.Rule::column).toList();
  }

  /**
   * An inherited column's value among any attributes or baggage, given by name; null if they do not
   * state it.
   */
  public static @Nullable String stated(
      Column<String> column, Function<String, @Nullable Object> attributes) {
    for (ColumnRules.Rule<String> rule : ColumnRules.INHERITED) {
      if (rule.column() == column) {
        return rule.first(attributes);
      }
    }
    return null;
  }

  /**
   * Fills every column that follows from the span's own data.
   *
   * @param limits how much of it is kept
   */
  public void describe(SpanData span, SpanRow.Builder row, Limits limits) {
    Kept kept = new Kept(content, limits);
    SpanFacts facts = new SpanFacts(span, kept, ofProcess);
    String stated = row.get(SpanColumns.KIND);
    String kind = stated == null ? KindRules.kind(facts) : stated;
    row.set(SpanColumns.NAME, kept.text(span.getName()));
    row.set(SpanColumns.KIND, kind);
    ColumnRules.ALWAYS.forEach(rule -> rule.apply(facts, row));
    ColumnRules.INHERITED.forEach(rule -> rule.apply(facts, row));
    ColumnRules.CONTENT.forEach(rule -> rule.apply(facts, row));
    usage(kind, row);
    outcome(facts, kept, row);
    derived(facts, row);
    resource(span.getResource().getAttributes(), kept, row);
    row.set(SpanColumns.EVENTS, AttributeJson.events(span.getEvents(), kept));
    row.set(SpanColumns.LINKS, AttributeJson.links(span.getLinks(), kept));
    Origin.keep(facts, kept, row);
  }

  private static void usage(String kind, SpanRow.Builder row) {
    Long input = row.get(SpanColumns.INPUT_TOKENS);
    Long output = row.get(SpanColumns.OUTPUT_TOKENS);
    if (input != null || output != null) {
      row.set(SpanColumns.TOTAL_TOKENS, sum(input, output));
    }
    boolean calls = KindRules.callsAModel(kind);
    row.set(SpanColumns.USAGE_COUNTED, calls);
    if (calls) {
      row.set(
          SpanColumns.COST_STATUS,
          row.get(SpanColumns.TOTAL_TOKENS) == null ? "NO_USAGE" : "NO_PRICE");
    }
  }

  private static Long sum(@Nullable Long input, @Nullable Long output) {
    long sum = (input == null ? 0 : input) + (output == null ? 0 : output);
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  private static void outcome(SpanFacts facts, Kept kept, SpanRow.Builder row) {
    SpanData span = facts.span();
    Attributes exception = lastException(span);
    String type = facts.text(GenAi.ERROR_TYPE);
    facts.promote(GenAi.ERROR_TYPE, SpanColumns.ERROR_TYPE);
    if (type == null) {
      type = SpanFacts.text(exception, GenAi.EXCEPTION_TYPE);
    }
    String described = span.getStatus().getDescription();
    row.set(SpanColumns.STATUS_MESSAGE, described.isEmpty() ? null : kept.text(described));
    row.set(SpanColumns.ERROR_TYPE, type == null ? null : kept.text(type));
    String message = SpanFacts.text(exception, GenAi.EXCEPTION_MESSAGE);
    row.set(SpanColumns.ERROR_MESSAGE, message == null ? null : kept.text(message));
    row.set(SpanColumns.STATUS, status(span, facts, type));
  }

  private static String status(SpanData span, SpanFacts facts, @Nullable String type) {
    StatusCode code = span.getStatus().getStatusCode();
    boolean failed = code == StatusCode.ERROR || facts.has(GenAi.ERROR_TYPE);
    if (failed && type != null && type.toLowerCase(Locale.ROOT).contains("cancel")) {
      return "CANCELLED";
    }
    return failed ? "ERROR" : code.name();
  }

  private static Attributes lastException(SpanData span) {
    Attributes last = Attributes.empty();
    for (EventData event : span.getEvents()) {
      if (event.getName().equals(EXCEPTION)) {
        last = event.getAttributes();
      }
    }
    return last;
  }

  /** Columns that follow from other columns. */
  private static void derived(SpanFacts facts, SpanRow.Builder row) {
    row.set(SpanColumns.INPUT_PREVIEW, Preview.ofInput(row.get(SpanColumns.INPUT)));
    row.set(SpanColumns.OUTPUT_PREVIEW, Preview.ofOutput(row.get(SpanColumns.OUTPUT)));
    row.set(
        SpanColumns.RETRIEVAL_COUNT, Normalise.length(facts.attribute(GenAi.RETRIEVAL_DOCUMENTS)));
    if (row.get(SpanColumns.MCP_METHOD) != null) {
      row.set(SpanColumns.MCP_SERVER, facts.text(GenAi.SERVER_ADDRESS));
    }
  }

  private static void resource(Attributes resource, Kept kept, SpanRow.Builder row) {
    row.set(SpanColumns.SERVICE_NAME, SpanFacts.text(resource, GenAi.SERVICE_NAME));
    String environment = SpanFacts.text(resource, GenAi.ENVIRONMENT_NAME);
    row.set(
        SpanColumns.ENVIRONMENT,
        environment == null ? SpanFacts.text(resource, GenAi.ENVIRONMENT) : environment);
    row.set(
        SpanColumns.RESOURCE,
        AttributeJson.object(AttributeJson.map(resource, kept), kept.limits()));
  }
}
