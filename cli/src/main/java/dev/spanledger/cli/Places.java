// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.inspect.Run;
import dev.spanledger.schema.TextMatches;
import dev.spanledger.schema.TextSearch;
import dev.spanledger.schema.TraceReader;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a text was found: in which field of which span. */
public final class Places {
  private static final List<String> COLUMNS =
      List.of("trace_id", "n", "kind", "name", "field", "at", "snippet");

  private final TraceReader reader;
  private final TextSearch search;
  private final int limit;
  private final List<Place> places = new ArrayList<>();
  private long total;
  private boolean partial;

  private record Place(String id, Run run, int span, TextMatches.Match match) {
    @Override
    public String toString() {
      return "%s/%d %s %s@%d: %s"
          .formatted(
              id,
              span + 1,
              SpanLine.titled(run, span),
              match.field(),
              match.at(),
              Figures.line(match.snippet(), Integer.MAX_VALUE));
    }
  }

  public Places(TraceReader reader, TextSearch search, int limit) {
    this.reader = reader;
    this.search = search.limit(Math.min(limit, 1_000));
    this.limit = limit;
  }

  boolean isFull() {
    return places.size() >= limit;
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  /** Looks through a run. */
  public void look(String traceId) {
    TextMatches matches = reader.search(traceId, search);
    total += matches.total();
    partial |= matches.partial();
    if (!matches.found().isEmpty()) {
      Run.read(reader, traceId).ifPresent(run -> add(run, matches.found()));
    }
  }

  /** The same, while there is room for what is found. */
  public void lookUnlessFull(String traceId) {
    if (!isFull()) {
      look(traceId);
    }
  }

  private void add(Run run, List<TextMatches.Match> found) {
    String id = new Runs(reader).shortId(run);
    found.stream()
        .limit(Math.max(0, limit - places.size()))
        .map(match -> new Place(id, run, run.indexOf(match.spanId()), match))
        .filter(place -> place.span() >= 0)
        .sorted(Comparator.comparingInt(Place::span))
        .forEach(places::add);
  }

  void print(PrintWriter out) {
    places.forEach(out::println);
    notes().forEach(note -> out.println("# " + note));
  }

  /** A row each; texts are somebody else's. */
  public Answer answer() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Place place : places) {
      rows.add(
          List.of(
              place.run().trace().traceId(),
              place.span() + 1,
              place.run().kind(place.span()).toLowerCase(Locale.ROOT),
              SpanLine.label(place.run(), place.span()),
              place.match().field(),
              place.match().at(),
              place.match().snippet()));
    }
    return new Answer(COLUMNS, rows, total > places.size() || partial, null, notes());
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (total > places.size()) {
      notes.add(
          "%d of %d places in the runs looked through: raise the limit, or write a longer pattern"
              .formatted(places.size(), total));
    }
    if (partial) {
      notes.add("the pattern took too long and was broken off: write a simpler one");
    }
    return notes;
  }
}
