// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli.mcp;

import static dev.spanledger.cli.mcp.ToolDefinition.flag;
import static dev.spanledger.cli.mcp.ToolDefinition.number;
import static dev.spanledger.cli.mcp.ToolDefinition.text;
import static dev.spanledger.cli.mcp.ToolDefinition.texts;

import dev.spanledger.cli.Answer;
import dev.spanledger.cli.Places;
import dev.spanledger.cli.Relation;
import dev.spanledger.cli.Runs;
import dev.spanledger.cli.SpanFields;
import dev.spanledger.cli.SqlAnswer;
import dev.spanledger.cli.Trouble;
import dev.spanledger.cli.Troubles;
import dev.spanledger.schema.ReadOnlySql;
import dev.spanledger.schema.SqlRefusedException;
import dev.spanledger.schema.TextSearch;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tools that answer what people, models and tools said; they mark it. */
final class PayloadTools {
  private static final int TEXT_CHARS = 2_000;
  private static final int MOST_TEXT_CHARS = 20_000;
  private static final int CELL_CHARS = 2_000;

  private final Supplier<TraceReader> readers;
  private final Supplier<ReadOnlySql> statements;

  PayloadTools(Supplier<TraceReader> readers, Supplier<ReadOnlySql> statements) {
    this.readers = readers;
    this.statements = statements;
  }

  List<ToolDefinition> definitions() {
    return List.of(span(), search(), sql());
  }

  private ToolDefinition span() {
    return new ToolDefinition(
        "get_span",
        "One step (span) of a run. Without fields: its columns and how long each payload is. With fields (input, output, system_instructions, tool_definitions, attributes, events, error_stack ...): their text in parts.",
        Map.of(
            "span", text("The trace and the span's number or id: 4f2a/9, or last/9."),
            "fields", texts("The fields whose text is wanted."),
            "offset",
                number("Begin behind so many characters of each field.", 0, 0, Integer.MAX_VALUE),
            "max_chars",
                number("The most characters of each field.", TEXT_CHARS, 1, MOST_TEXT_CHARS)),
        List.of("span"),
        this::span);
  }

  private Answer span(Arguments given) {
    TraceReader reader = readers.get();
    SpanFields fields = new Runs(reader).fields(given.required("span"));
    List<String> wanted = given.texts("fields");
    Untrusted untrusted = new Untrusted();
    if (wanted.isEmpty()) {
      return untrusted.mark(fields.answer());
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    int next = -1;
    for (String field : wanted) {
      SpanFields.Part part =
          fields.part(
              field,
              given.number("offset", 0, 0, Integer.MAX_VALUE),
              given.number("max_chars", TEXT_CHARS, 1, MOST_TEXT_CHARS) / wanted.size() + 1);
      rows.add(
          Arrays.asList(
              part.field(),
              part.length(),
              part.offset(),
              untrusted.wrap(part.text()),
              part.next() < 0 ? null : part.next()));
      next = Math.max(next, part.next());
    }
    return new Answer(
        List.of("field", "length", "offset", "text", "next_offset"),
        rows,
        next >= 0,
        next < 0 ? null : "offset " + next,
        List.of(untrusted.note()));
  }

  private ToolDefinition search() {
    return new ToolDefinition(
        "search",
        "Find a text or a regular expression in names, errors and payloads of one run, or of the newest runs.",
        Map.of(
            "pattern", text("What to find; letters in any case."),
            "regex", flag("Whether pattern is a regular expression of Java's."),
            "trace", text("Only in this run: the first characters of its id, or last."),
            "traces", number("Without trace: look through the newest so many runs.", 20, 1, 200),
            "limit", number("The most places.", 30, 1, 100)),
        List.of("pattern"),
        this::found);
  }

  private Answer found(Arguments given) {
    TraceReader reader = readers.get();
    String pattern = given.required("pattern");
    TextSearch search = given.flag("regex") ? TextSearch.regex(pattern) : TextSearch.text(pattern);
    Places places = new Places(reader, search, given.number("limit", 30, 1, 100));
    String trace = given.text("trace");
    if (trace == null) {
      int newest = given.number("traces", 20, 1, 200);
      reader
          .list(TraceQuery.all().limit(newest))
          .traces()
          .forEach(row -> places.lookUnlessFull(row.traceId()));
    } else {
      places.look(new Runs(reader).traceId(trace));
    }
    return new Untrusted().mark(places.answer(), "snippet");
  }

  private ToolDefinition sql() {
    return new ToolDefinition(
        "query_sql",
        "One SELECT over the stored traces, on a connection that cannot write. An empty query returns the tables with their columns. Prefer the views agent_llm_calls, agent_tool_calls, agent_sessions, agent_span_messages.",
        Map.of(
            "query", text("SELECT, WITH, VALUES or EXPLAIN; empty for the schema."),
            "limit", number("The most rows.", 50, 1, 500),
            "timeout_seconds", number("How long the database may take.", 10, 1, 60)),
        List.of(),
        this::answered);
  }

  private Answer answered(Arguments given) {
    ReadOnlySql sql = statements.get();
    String query = given.text("query");
    if (query == null) {
      return Relation.all(Relation.of(sql.relations()));
    }
    ReadOnlySql.Limits limits =
        new ReadOnlySql.Limits(
            given.number("limit", 50, 1, 500),
            AnswerText.MOST_CHARS / 2,
            Duration.ofSeconds(given.number("timeout_seconds", 10, 1, 60)));
    Untrusted untrusted = new Untrusted();
    try {
      return untrusted.mark(new SqlAnswer(sql.query(query, limits)).cut(CELL_CHARS));
    } catch (SqlRefusedException e) {
      throw e.reason() == SqlRefusedException.Reason.INVALID ? quoting(e, untrusted) : e;
    }
  }

  /** The database quotes values that it cannot convert. */
  private static Trouble quoting(SqlRefusedException invalid, Untrusted untrusted) {
    Trouble trouble = Troubles.of(invalid);
    return new Trouble(
        trouble.code(), untrusted.wrap(String.valueOf(trouble.getMessage())), untrusted.note());
  }
}
