// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.SessionPage;
import dev.spanledger.schema.SessionRow;
import dev.spanledger.schema.TraceColumns;
import dev.spanledger.schema.TracePage;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Traces and sessions by the page. */
final class ListEndpoints {
  private static final int MOST_OF_A_SESSION = 1_000;

  private final TraceReader reader;

  ListEndpoints(TraceReader reader) {
    this.reader = reader;
  }

  void addTo(Map<String, Endpoint> endpoints) {
    endpoints.put("/api/traces", this::traces);
    endpoints.put("/api/facets", new FacetsEndpoint(reader));
    endpoints.put("/api/sessions", this::sessions);
    endpoints.put("/api/session", this::session);
    endpoints.put("/api/stats", new StatsEndpoint(reader));
  }

  private Endpoint.Answer traces(Question question) {
    TracePage page = Filters.page(question, reader::list);
    return json -> {
      json.begin();
      TraceJson.writeAll(json, "traces", page.traces());
      json.text("next", page.next()).end();
    };
  }

  private Endpoint.Answer sessions(Question question) {
    SessionPage page = Filters.page(question, reader::sessions);
    return json -> {
      json.begin().beginArray("sessions");
      page.sessions().forEach(session -> write(json, session).end());
      json.endArray().text("next", page.next()).end();
    };
  }

  private Endpoint.Answer session(Question question) {
    question.allow("id");
    String id = decoded(question.required("id"));
    SessionRow session =
        reader.session(id).orElseThrow(() -> Refusal.notFound("session '" + id + "'"));
    TracePage page = reader.list(TraceQuery.all().session(id).limit(MOST_OF_A_SESSION));
    List<TraceRow> traces =
        page.traces().stream().sorted(Comparator.comparing(TraceRow::startTime)).toList();
    return json -> {
      json.begin().name("session");
      write(json, session).texts("agents", agents(traces)).end();
      TraceJson.writeAll(json, "traces", traces);
      json.bool("partial", page.next() != null).end();
    };
  }

  /** Encoded once more, since no path and no parameter of Armeria may have two dots in it. */
  private static String decoded(String id) {
    try {
      return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Question.bad("id", "a session's id, percent-encoded twice");
    }
  }

  private static List<String> agents(List<TraceRow> traces) {
    return traces.stream()
        .map(trace -> trace.get(TraceColumns.AGENT_NAME))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private static Json write(Json json, SessionRow session) {
    return json.begin()
        .text("session", session.sessionId())
        .text("user", session.userId())
        .time("start", session.startTime())
        .time("end", session.endTime())
        .real("busyMs", session.busyMs())
        .number("traces", session.traces())
        .number("errors", session.failedTraces())
        .number("totalTokens", session.totalTokens())
        .money("costUsd", session.costUsd());
  }
}
