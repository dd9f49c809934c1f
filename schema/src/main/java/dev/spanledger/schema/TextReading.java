// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the texts of a trace's spans, a page at a time. What many spans share is looked
 * through once.
 */
final class TextReading {
  private static final int PAGE = 500;

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

  private static final List<Column<?>> COLUMNS =
      Stream.of(
              Stream.of(SpanColumns.TRACE_ID, SpanColumns.SPAN_ID, SpanColumns.START_TIME),
              TEXTS.stream(),
              ContentRefs.COLUMNS.stream().filter(c -> !UNSEEN.contains(c)))
          .flatMap(columns -> columns)
          .<Column<?>>map(column -> column)
          .toList();

  private final Database database;
  private final TraceRow trace;
  private final TextSearch search;
  private final TextMatcher matcher;
  private final List<TextMatches.Match> found = new ArrayList<>();
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
    try {
      String after = "";
      while (after != null) {
        String last = after;
        after =
            Opening.explain(() -> database.run(connection -> nullable(page(connection, last))))
                .orElse(null);
      }
      return new TextMatches(List.copyOf(found), total, false);
    } catch (TextMatcher.TooLong e) {
      return new TextMatches(List.copyOf(found), total, true);
    }
  }

  private static java.util.Optional<String> nullable(@Nullable String text) {
    return java.util.Optional.ofNullable(text);
  }

  /** Answers the last span's id; null where it was the last page. */
  private @Nullable String page(Connection connection, String after) throws SQLException {
    List<SpanRow> spans = spans(connection, after);
    lookAt(connection, spans);
    spans.forEach(this::match);
    return spans.size() < PAGE ? null : spans.get(PAGE - 1).spanId();
  }

  private List<SpanRow> spans(Connection connection, String after) {
    String sql =
        """
        SELECT %s FROM %s
        WHERE trace_id = ? AND span_id > ? AND start_time BETWEEN ? AND ?
        ORDER BY span_id LIMIT %d"""
            .formatted(SpanReading.names(COLUMNS), database.dialect().table("agent_spans"), PAGE);
    try (Handle handle = Jdbi.create(connection).open()) {
      return handle
          .createQuery(sql)
          .bind(0, trace.traceId())
          .bind(1, after)
          .bind(2, database.dialect().parameter(trace.startTime()))
          .bind(3, database.dialect().parameter(trace.endTime()))
          .map((rows, context) -> SpanRow.read(database.dialect(), rows, COLUMNS))
          .list();
    }
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

  private void match(SpanRow span) {
    Set<String> fields = new HashSet<>();
    for (Column<String> column : TEXTS) {
      String text = span.get(column);
      if (text != null) {
        add(span, column.name(), matcher.find(text), fields);
      }
    }
    add(span, SpanColumns.INPUT.name(), of(span, span.get(SpanColumns.INPUT_REFS)), fields);
    add(span, SpanColumns.OUTPUT.name(), of(span, span.get(SpanColumns.OUTPUT_REFS)), fields);
    for (SharedContent shared : SharedContent.ALL) {
      UUID ref = span.get(shared.ref());
      if (ref != null) {
        add(span, shared.content().name(), of(span, List.of(ref)), fields);
      }
    }
    JsonObject attributes = JsonObject.of(span.get(SpanColumns.ATTRIBUTE_REFS));
    for (JsonObject.Member member : attributes.members()) {
      List<UUID> refs = ContentRefs.ids(attributes.value(member));
      add(span, SpanColumns.ATTRIBUTES.name(), of(span, refs), fields);
    }
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
      SpanRow span, String field, TextMatcher.@Nullable Place place, Set<String> fields) {
    if (place == null || !fields.add(field)) {
      return;
    }
    total++;
    if (found.size() < search.limit()) {
      found.add(new TextMatches.Match(span.spanId(), field, place.at(), place.around()));
    }
  }
}
