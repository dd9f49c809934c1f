// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the texts of a trace's spans, a page at a time. What many spans share is looked
 * through once.
 */
final class TextReading {
  private static final int PAGE = 1_000;

  private static final List<Column<String>> TEXTS =
      List.of(
          SpanColumns.NAME,
          SpanColumns.TOOL_NAME,
          SpanColumns.MODEL,
          SpanColumns.AGENT_NAME,
          SpanColumns.STATUS_MESSAGE,
          SpanColumns.ERROR_TYPE,
          SpanColumns.ERROR_MESSAGE,
          SpanColumns.ERROR_STACK,
          SpanColumns.INPUT,
          SpanColumns.OUTPUT,
          SpanColumns.RETRIEVAL_QUERY,
          SpanColumns.MEMORY_QUERY,
          SpanColumns.GUARDRAIL_RESULT,
          SpanColumns.METADATA,
          SpanColumns.ATTRIBUTES,
          SpanColumns.EVENTS);

  /** The process that all spans are of, and what only the way back to OpenTelemetry reads. */
  private static final List<Column<?>> UNSEEN =
      List.of(SpanColumns.RESOURCE_REF, SpanColumns.SOURCE_REF);

  private static final List<Column<?>> OWN =
      Stream.concat(Stream.of(SpanColumns.SPAN_ID), TEXTS.stream())
          .<Column<?>>map(column -> column)
          .toList();

  private static final List<Column<?>> REFS =
      ContentRefs.COLUMNS.stream().filter(column -> !UNSEEN.contains(column)).toList();

  private static final List<Column<?>> SHARED =
      Stream.concat(Stream.of(SpanColumns.SPAN_ID, SpanColumns.START_TIME), REFS.stream())
          .<Column<?>>map(column -> column)
          .toList();

  private final Database database;
  private final TraceRow trace;
  private final TextSearch search;
  private final TextMatcher matcher;
  private final List<TextMatches.Match> inOwn = new ArrayList<>();
  private final List<TextMatches.Match> inShared = new ArrayList<>();
  private long total;

  /**
   * What is known of contents by day and id: what stands around the match, or that there is none.
   */
  private final Map<LocalDate, Map<UUID, Looked>> looked = new HashMap<>();

  /** The contents that a list names, and where something matches in a content that is none. */
  private record Looked(List<UUID> listed, TextMatcher.@Nullable Place place) {}

  TextReading(Database database, TraceRow trace, TextSearch search, LongSupplier nanoTime) {
    this.database = database;
    this.trace = trace;
    this.search = search;
    this.matcher = new TextMatcher(search.pattern(), nanoTime);
  }

  TextMatches matches() {
    boolean partial =
        Opening.explain(
            () ->
                database.run(
                    connection -> {
                      try {
                        readOwn(connection);
                        readShared(connection);
                        return false;
                      } catch (TextMatcher.TooLong e) {
                        return true;
                      }
                    }));
    List<TextMatches.Match> first =
        Stream.concat(inOwn.stream(), inShared.stream())
            .sorted(
                Comparator.comparing(TextMatches.Match::spanId)
                    .thenComparing(TextMatches.Match::field))
            .limit(search.limit())
            .toList();
    return new TextMatches(first, total, partial);
  }

  /** The texts in the spans' own rows: of a text that the database finds, it answers no others. */
  private void readOwn(Connection connection) throws SQLException {
    SpanPages pages = new SpanPages(database.dialect(), trace, OWN, PAGE);
    List<String> patterns = search.patterns();
    if (!patterns.isEmpty()) {
      List<String> conditions = new ArrayList<>();
      List<String> parameters = new ArrayList<>();
      for (Column<String> column : TEXTS) {
        for (String pattern : patterns) {
          conditions.add(database.dialect().like("CAST(" + column.name() + " AS text)"));
          parameters.add(pattern);
        }
      }
      pages.where("(" + String.join(" OR ", conditions) + ")", parameters);
    }
    pages.read(connection, page -> page.forEach(this::matchOwn));
  }

  private void matchOwn(SpanRow span) {
    for (Column<String> column : TEXTS) {
      String text = span.get(column);
      if (text != null) {
        add(inOwn, span, column.name(), matcher.find(text));
      }
    }
  }

  /** What spans share with others: read apart, as it is looked through once. */
  private void readShared(Connection connection) throws SQLException {
    String any =
        REFS.stream()
            .map(column -> column.name() + " IS NOT NULL")
            .collect(Collectors.joining(" OR ", "(", ")"));
    new SpanPages(database.dialect(), trace, SHARED, PAGE)
        .where(any, List.of())
        .read(
            connection,
            page -> {
              lookAt(connection, page);
              page.forEach(this::matchShared);
            });
  }

  private void lookAt(Connection connection, List<SpanRow> spans) throws SQLException {
    Map<LocalDate, Set<UUID>> wanted = new HashMap<>();
    for (SpanRow span : spans) {
      wanted
          .computeIfAbsent(Content.day(span), day -> new HashSet<>())
          .addAll(ContentRefs.of(span));
    }
    for (Map.Entry<LocalDate, Set<UUID>> ofDay : wanted.entrySet()) {
      Set<UUID> listed = lookAt(connection, ofDay.getKey(), ofDay.getValue());
      lookAt(connection, ofDay.getKey(), listed);
    }
  }

  /** Answers what those name that are lists. */
  private Set<UUID> lookAt(Connection connection, LocalDate day, Set<UUID> ids)
      throws SQLException {
    Map<UUID, Looked> ofDay = looked.computeIfAbsent(day, d -> new HashMap<>());
    Set<UUID> unknown = new HashSet<>(ids);
    unknown.removeAll(ofDay.keySet());
    Set<UUID> listed = new HashSet<>();
    if (!unknown.isEmpty()) {
      database
          .dialect()
          .contents(connection, day, unknown)
          .forEach((id, content) -> ofDay.put(id, look(content, listed)));
    }
    return listed;
  }

  private Looked look(Content content, Set<UUID> listed) {
    if (!content.type().equals(Content.LIST)) {
      return new Looked(List.of(), matcher.find(content.json()));
    }
    List<UUID> ids = ContentRefs.ids(content.json());
    listed.addAll(ids);
    return new Looked(ids, null);
  }

  private void matchShared(SpanRow span) {
    add(inShared, span, SpanColumns.INPUT.name(), of(span, span.get(SpanColumns.INPUT_REFS)));
    add(inShared, span, SpanColumns.OUTPUT.name(), of(span, span.get(SpanColumns.OUTPUT_REFS)));
    for (SharedContent shared : SharedContent.ALL) {
      UUID ref = span.get(shared.ref());
      if (ref != null) {
        add(inShared, span, shared.content().name(), of(span, List.of(ref)));
      }
    }
    JsonObject attributes = JsonObject.of(span.get(SpanColumns.ATTRIBUTE_REFS));
    List<UUID> refs =
        attributes.members().stream()
            .flatMap(member -> ContentRefs.ids(attributes.value(member)).stream())
            .toList();
    add(inShared, span, "long_attributes", of(span, refs));
  }

  /** Where the first of some contents matches. */
  private TextMatcher.@Nullable Place of(SpanRow span, @Nullable List<UUID> refs) {
    Map<UUID, Looked> ofDay = Objects.requireNonNull(looked.get(Content.day(span)));
    return Stream.ofNullable(refs)
        .flatMap(List::stream)
        .map(ofDay::get)
        .filter(Objects::nonNull)
        .flatMap(
            content -> Stream.concat(Stream.of(content), content.listed().stream().map(ofDay::get)))
        .filter(content -> content != null && content.place() != null)
        .map(Looked::place)
        .findFirst()
        .orElse(null);
  }

  private void add(
      List<TextMatches.Match> found,
      SpanRow span,
      String field,
      TextMatcher.@Nullable Place place) {
    if (place == null) {
      return;
    }
    total++;
    if (found.size() < search.limit()) {
      found.add(new TextMatches.Match(span.spanId(), field, place.at(), place.around()));
    }
  }
}
