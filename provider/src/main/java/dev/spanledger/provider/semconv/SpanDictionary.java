// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TextMemory;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a span's attributes into columns, in whatever convention of {@link Conventions#ORDERED}
 * they are. Immutable and thread-safe.
 *
 * <p>What a column takes over word for word is left out of {@code attributes}; everything else
 * stays there under its own name. A column that has a value already keeps it.
 */
public final class SpanDictionary {
  private static final List<Column<String>> INHERITED =
      List.of(
          SpanColumns.SESSION_ID,
          SpanColumns.USER_ID,
          SpanColumns.TENANT_ID,
          SpanColumns.RUN_ID,
          SpanColumns.AGENT_NAME,
          SpanColumns.WORKFLOW_NAME);

  private static final List<String> ENVIRONMENT_OF_RESOURCE =
      List.of("deployment.environment.name", "deployment.environment");

  private final boolean content;
  private final Map<String, String> ofProcess;
  private final Map<Column<?>, List<String>> added;
  private final TextMemory memory;
  private final ShapesByName shapes = new ShapesByName();
  private volatile @Nullable ResourceJson lastResource;

  /** A process has one resource, and sends it with each span. */
  private record ResourceJson(Attributes resource, Kept kept, @Nullable String json) {}

  /**
   * @param content whether what people and tools said is kept
   * @param ofProcess attributes that every span has which does not state them itself
   */
  public SpanDictionary(boolean content, Map<String, String> ofProcess) {
    this(content, ofProcess, Map.of(), TextMemory.NONE);
  }

  /**
   * @param content whether what people and tools said is kept
   * @param ofProcess attributes that every span has which does not state them itself
   * @param added columns that users have added, each with the names of the attributes that fill it;
   *     the first that has a value of the column's type wins
   * @param memory what is known of long texts
   */
  public SpanDictionary(
      boolean content,
      Map<String, String> ofProcess,
      Map<Column<?>, List<String>> added,
      TextMemory memory) {
    this.content = content;
    this.ofProcess = Map.copyOf(ofProcess);
    this.added = Map.copyOf(added);
    this.memory = memory;
  }

  /** What a span can inherit, in the order of its importance. */
  public static List<Column<String>> inherited() {
    return INHERITED;
  }

  /** The environment of a span that has these attributes; null where nothing states one. */
  public static @Nullable String environment(Attributes attributes, Attributes resource) {
    SpanView span = AncestorView.of(Said.of(attributes, ""));
    return Stream.concat(
            Conventions.sourcesOf(SpanColumns.ENVIRONMENT).stream()
                .map(source -> source.read(span)),
            ENVIRONMENT_OF_RESOURCE.stream().map(key -> SpanFacts.text(resource, key)))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Fills every column that follows from the span's own data; nothing is known of its parents. */
  public void describe(SpanData span, SpanRow.Builder row, Limits limits) {
    describe(span, row, limits, null);
  }

  /**
   * Fills every column that follows from the span's own data.
   *
   * @param limits how much of it is kept
   * @param above the span above it; null for a root, and where it is not known
   */
  public void describe(
      SpanData span, SpanRow.Builder row, Limits limits, @Nullable Ancestor above) {
    Kept kept = new Kept(content, limits);
    SpanFacts facts = new SpanFacts(span, kept, ofProcess, above, memory);
    ShapesByName.Shape shape = shapes.of(facts.keys());
    row.set(SpanColumns.NAME, kept.text(span.getName()));
    classify(facts, row);
    Filling.ownContent(facts, row);
    Messaging.fill(facts, row);
    Filling.all(shape.sources(), facts, row);
    Usage.settle(facts, row);
    Outcome.settle(facts, kept, row);
    Owners.settle(facts, row);
    Collecting.fill(shape.collected(), facts, row);
    Derived.fill(facts, row);
    Embabel.stretch(facts, row);
    resource(span.getResource().getAttributes(), kept, row);
    row.set(SpanColumns.EVENTS, AttributeJson.events(span.getEvents(), kept));
    row.set(SpanColumns.LINKS, AttributeJson.links(span.getLinks(), kept));
    AddedColumns.fill(added, facts, row);
    Origin.keep(facts, kept, row);
  }

  /** A kind that somebody has set stays. */
  private static void classify(SpanFacts facts, SpanRow.Builder row) {
    if (row.get(SpanColumns.KIND) == null) {
      KindRules.classify(facts, row);
    }
    String kind = row.get(SpanColumns.KIND);
    facts.is(kind == null ? KindRules.OTHER : kind);
  }

  private void resource(Attributes resource, Kept kept, SpanRow.Builder row) {
    ifUnset(SpanColumns.SERVICE_NAME, SpanFacts.text(resource, "service.name"), row);
    ifUnset(SpanColumns.SERVICE_VERSION, SpanFacts.text(resource, "service.version"), row);
    for (String key : ENVIRONMENT_OF_RESOURCE) {
      ifUnset(SpanColumns.ENVIRONMENT, SpanFacts.text(resource, key), row);
    }
    row.set(SpanColumns.RESOURCE, json(resource, kept));
  }

  private @Nullable String json(Attributes resource, Kept kept) {
    ResourceJson known = lastResource;
    if (known == null || known.resource != resource || !known.kept.equals(kept)) {
      String json = AttributeJson.object(AttributeJson.map(resource, kept), kept.limits());
      known = new ResourceJson(resource, kept, json);
      lastResource = known;
    }
    return known.json;
  }

  private static void ifUnset(Column<String> column, @Nullable String value, SpanRow.Builder row) {
    if (row.get(column) == null) {
      row.set(column, value);
    }
  }
}
