// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.Convention.Collected;
import dev.spanledger.provider.semconv.Convention.Missing;
import dev.spanledger.schema.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The conventions that are read, and what follows from them together. A convention is added with
 * its file and one line in {@link #ORDERED}.
 */
final class Conventions {
  /**
   * Earlier ones win: the first rule that knows a span's kind decides, and of the sources of one
   * {@link ColumnSource.Rank} the first that has a value fills the column.
   */
  static final List<Convention> ORDERED =
      List.of(
          Own.CONVENTION,
          Handoffs.CONVENTION,
          Langfuse.CONVENTION,
          OpenInference.CONVENTION,
          Mcp.CONVENTION,
          OtelGenAi.CONVENTION,
          MlFlow.CONVENTION,
          Traceloop.CONVENTION,
          SpringAi.CONVENTION,
          Embabel.CONVENTION,
          SpringAiAlibaba.CONVENTION,
          Koog.CONVENTION,
          GoogleAdk.CONVENTION,
          VercelAi.CONVENTION,
          Genkit.CONVENTION,
          ClaudeCode.CONVENTION,
          VoltAgent.CONVENTION,
          SemanticKernel.CONVENTION,
          Agno.CONVENTION,
          CrewAi.CONVENTION,
          LiteLlm.CONVENTION,
          A2a.CONVENTION,
          Pydantic.CONVENTION,
          Quarkus.CONVENTION,
          LangChain4j.CONVENTION,
          LangGraph4j.CONVENTION,
          AgentScope.CONVENTION,
          AssetOpsBench.CONVENTION,
          Evidence.CONVENTION,
          SpanNames.CONVENTION,
          OpenTelemetry.CONVENTION);

  /** The rules about kinds, in the order in which they are asked. */
  static final List<KindRule> KINDS =
      ORDERED.stream().flatMap(convention -> convention.kinds().stream()).toList();

  static final List<Collected> COLLECTED =
      ORDERED.stream().flatMap(convention -> convention.collected().stream()).toList();

  static final Set<String> CONTENT = union(Convention::content);
  static final Set<String> NO_CONTENT = union(Convention::noContent);
  static final Set<String> MESSAGES = union(Convention::messages);
  static final Set<String> NEVER_KEPT = union(Convention::neverKept);

  /** What {@code gen_ai.operation.name} can be, and whose word it is. */
  private static final Map<String, KindOf> OPERATIONS = operations();

  private static final Map<Column<?>, List<ColumnSource<?>>> SOURCES = sources();
  private static final Map<String, List<Missing>> MISSING = missing();

  private record KindOf(String kind, String convention) {}

  private Conventions() {}

  /** The kind that an operation's name means; null where no convention knows it. */
  static @Nullable String kindOfOperation(String operation) {
    KindOf known = OPERATIONS.get(operation);
    return known == null ? null : known.kind();
  }

  /** Whose word it is. */
  static @Nullable String conventionOfOperation(String operation) {
    KindOf known = OPERATIONS.get(operation);
    return known == null ? null : known.convention();
  }

  /** Every column that has sources, and they in the order in which they are asked. */
  static Map<Column<?>, List<ColumnSource<?>>> allSources() {
    return SOURCES;
  }

  /** The sources of one column. */
  @SuppressWarnings("unchecked") // sources() puts them under their own column
  static <T> List<ColumnSource<T>> sourcesOf(Column<T> column) {
    return (List<ColumnSource<T>>) (List<?>) SOURCES.getOrDefault(column, List.of());
  }

  /** The attributes that fill any of the columns whatever the span. */
  static Set<String> keysOf(List<? extends Column<?>> columns) {
    Set<String> keys = new LinkedHashSet<>();
    for (Column<?> column : columns) {
      for (ColumnSource<?> source : SOURCES.getOrDefault(column, List.of())) {
        if (source.key() != null) {
          keys.add(source.key());
        }
      }
    }
    return keys;
  }

  /** Whether the attribute spells nothing out, to this column and on this span. */
  static boolean isMissing(Column<?> column, String key, SpanView span) {
    for (Missing missing : MISSING.getOrDefault(key, List.of())) {
      Object value = span.attribute(key);
      if (value != null
          && missing.columns().contains(column)
          && missing.value().test(value)
          && missing.when().test(span)) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> union(Function<Convention, Set<String>> names) {
    Set<String> union = new LinkedHashSet<>();
    ORDERED.forEach(convention -> union.addAll(names.apply(convention)));
    return union;
  }

  private static Map<String, KindOf> operations() {
    Map<String, KindOf> operations = new HashMap<>();
    for (Convention convention : ORDERED) {
      convention
          .operations()
          .forEach(
              (name, kind) -> operations.putIfAbsent(name, new KindOf(kind, convention.name())));
    }
    return operations;
  }

  private static Map<Column<?>, List<ColumnSource<?>>> sources() {
    Map<Column<?>, List<ColumnSource<?>>> sources = new LinkedHashMap<>();
    ORDERED.stream()
        .flatMap(convention -> convention.sources().stream())
        .sorted(Comparator.comparing(ColumnSource::rank))
        .forEach(
            source ->
                sources.computeIfAbsent(source.column(), none -> new ArrayList<>()).add(source));
    return sources;
  }

  private static Map<String, List<Missing>> missing() {
    Map<String, List<Missing>> missing = new HashMap<>();
    ORDERED.stream()
        .flatMap(convention -> convention.missing().stream())
        .forEach(one -> missing.computeIfAbsent(one.key(), none -> new ArrayList<>()).add(one));
    return missing;
  }
}
