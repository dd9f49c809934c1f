// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.Judgement.Scope;
import io.opentelemetry.api.common.Attributes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judgements in a span's attributes: OpenInference's lists, flattened as {@code
 * evaluations.0.evaluation.score} or {@code trace.annotations.0.annotation.label}, and Embabel's
 * measures, which are an attribute each.
 */
final class FlatJudgements {
  private static final Pattern KEY =
      Pattern.compile(
          "(?:(trace|session)\\.)?(evaluations|annotations)\\.(\\d{1,5})\\.(?:evaluation|annotation)\\.(\\w+)");
  private static final int MOST = 10_000;
  private static final String EMBABEL = "embabel.rag.";
  private static final Set<String> MEASURES =
      Set.of(
          "faithfulness",
          "ragas_score",
          "answer_relevancy",
          "context_precision",
          "context_recall",
          "context_relevancy");

  private final Kept kept;
  private final Map<String, Found> found = new LinkedHashMap<>();

  /**
   * A judgement and where it was.
   *
   * @param at the list
   * @param index in the list
   */
  record Found(Judgement judgement, Scope scope, String at, int index) {}

  private FlatJudgements(Kept kept) {
    this.kept = kept;
  }

  static Collection<Found> of(Attributes attributes, Kept kept) {
    FlatJudgements judgements = new FlatJudgements(kept);
    attributes.forEach((key, value) -> judgements.read(key.getKey(), value));
    return judgements.found.values();
  }

  private void read(String key, Object value) {
    if (key.startsWith(EMBABEL)) {
      measure(key.substring(EMBABEL.length()), value);
    } else if (key.contains("evaluations.") || key.contains("annotations.")) {
      field(key, value);
    }
  }

  private void measure(String name, Object value) {
    if (MEASURES.contains(name)) {
      at(Scope.SPAN, EMBABEL + name, 0).set("name", name).set("score", value);
    }
  }

  private void field(String key, Object value) {
    Matcher matcher = KEY.matcher(key);
    if (matcher.matches()) {
      int index = Integer.parseInt(matcher.group(3));
      if (index < MOST) {
        at(scope(matcher.group(1)), matcher.group(2), index).set(matcher.group(4), value);
      }
    }
  }

  private static Scope scope(@Nullable String prefix) {
    return prefix == null ? Scope.SPAN : Scope.valueOf(prefix.toUpperCase(Locale.ROOT));
  }

  private Judgement at(Scope scope, String list, int index) {
    return found.computeIfAbsent(
            scope + "/" + list + "/" + index,
            key -> new Found(new Judgement(kept), scope, scope + "/" + list, index))
        .judgement;
  }
}
