// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.inspect.Comparison;
import dev.spanledger.inspect.Message;
import dev.spanledger.inspect.Run;
import dev.spanledger.inspect.Transcript;
import dev.spanledger.schema.ScoreRow;
import dev.spanledger.schema.TextMatches;
import dev.spanledger.schema.TextSearch;
import dev.spanledger.schema.TraceReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A run as a whole: its tree, what strikes about it, what is in it, another one beside it. */
final class RunEndpoints {
  private static final int MOST_MATCHES = 5_000;
  private static final int USUAL_MATCHES = 200;
  private static final int MOST_CALLS = 50;
  private static final int USUAL_CALLS = 20;

  private final TraceReader reader;
  private final Runs runs;

  RunEndpoints(TraceReader reader, Runs runs) {
    this.reader = reader;
    this.runs = runs;
  }

  void addTo(Map<String, Endpoint> endpoints) {
    endpoints.put("/api/traces/{id}/skeleton", this::skeleton);
    endpoints.put("/api/traces/{id}/why", this::why);
    endpoints.put("/api/traces/{id}/search", this::search);
    endpoints.put("/api/traces/{id}/transcript", this::transcript);
    endpoints.put("/api/compare", this::compare);
  }

  private Endpoint.Answer skeleton(Question question) {
    question.allow();
    Insight insight = Insight.of(runs.now(question.traceId()));
    List<ScoreRow> scores = reader.scores(question.traceId());
    return json -> insight.skeleton(json, scores, Wording.AS_IS);
  }

  private Endpoint.Answer why(Question question) {
    question.allow();
    Insight insight = Insight.of(runs.lately(question.traceId()));
    return json -> insight.why(json, Wording.AS_IS);
  }

  private Endpoint.Answer search(Question question) {
    question.allow("q", "regex", "case", "limit");
    TextSearch search =
        pattern(question).limit(question.number("limit", USUAL_MATCHES, 1, MOST_MATCHES));
    Run run = runs.lately(question.traceId());
    TextMatches matches = reader.search(question.traceId(), search);
    Map<String, Integer> indexes = indexes(run, matches);
    return json -> {
      json.begin().beginArray("matches");
      for (TextMatches.Match match : matches.found()) {
        json.begin().number("index", indexes.getOrDefault(match.spanId(), -1));
        json.text("id", match.spanId()).text("field", match.field());
        json.text("snippet", match.snippet()).number("at", match.at()).end();
      }
      json.endArray().number("total", matches.total()).bool("partial", matches.partial()).end();
    };
  }

  private static TextSearch pattern(Question question) {
    String text = question.required("q");
    boolean isRegex = question.flag("regex");
    boolean isCase = question.flag("case");
    try {
      TextSearch search = isRegex ? TextSearch.regex(text) : TextSearch.text(text);
      return isCase ? search.caseSensitive() : search;
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("'q' is " + e.getMessage());
    }
  }

  private static Map<String, Integer> indexes(Run run, TextMatches matches) {
    Set<String> ids =
        matches.found().stream().map(TextMatches.Match::spanId).collect(Collectors.toSet());
    Map<String, Integer> indexes = new HashMap<>();
    for (int i = 0; i < run.size() && indexes.size() < ids.size(); i++) {
      if (ids.contains(run.spanId(i))) {
        indexes.put(run.spanId(i), i);
      }
    }
    return indexes;
  }

  private Endpoint.Answer transcript(Question question) {
    question.allow("from", "limit");
    int from = question.number("from", 0, 0, Integer.MAX_VALUE);
    int limit = question.number("limit", USUAL_CALLS, 1, MOST_CALLS);
    Run run = runs.lately(question.traceId());
    Transcript.Page page = Transcript.of(reader, run, from, limit);
    return json -> {
      json.begin().beginArray("calls");
      for (Transcript.ModelCall call : page.calls()) {
        json.begin().number("index", call.span()).text("id", run.spanId(call.span()));
        json.text("previous", call.previous() < 0 ? null : run.spanId(call.previous()));
        messages(json, "input", call.input());
        json.number("newFrom", call.newFrom());
        messages(json, "output", call.output());
        json.end();
      }
      json.endArray();
      (page.next() < 0 ? json.nothing("next") : json.number("next", page.next())).end();
    };
  }

  private static void messages(Json json, String name, List<Message> messages) {
    json.beginArray(name);
    messages.forEach(message -> json.json(message.json()));
    json.endArray();
  }

  private Endpoint.Answer compare(Question question) {
    question.allow("a", "b");
    Run left = runs.lately(question.traceId("a"));
    Run right = runs.lately(question.traceId("b"));
    List<Comparison.Pair> pairs = Comparison.of(left, right);
    return json -> {
      json.begin().name("a");
      TraceJson.write(json, left.trace());
      json.name("b");
      TraceJson.write(json, right.trace());
      json.beginArray("pairs");
      for (Comparison.Pair pair : pairs) {
        json.beginArray().number(pair.left()).number(pair.right());
        json.text(pair.change().name()).endArray();
      }
      json.endArray().end();
    };
  }
}
