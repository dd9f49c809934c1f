// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.schema.TraceReader;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every path of the read API, and who answers it. Knows nothing of HTTP. Thread-safe. */
final class Api {
  private final TraceReader reader;
  private final Runs runs;
  private final Map<String, Download> downloads;
  private final String database;
  private final @Nullable String project;

  Api(ViewerServerBuilder settings) {
    reader = settings.patientReader();
    runs = new Runs(reader, System::nanoTime);
    downloads = new LinkedHashMap<>();
    downloads.put("html", HtmlFile.download(reader));
    downloads.putAll(settings.downloads);
    database = settings.database == null ? dialect() : settings.database;
    project = settings.project;
  }

  private String dialect() {
    return reader.dialect().name().toLowerCase(Locale.ROOT);
  }

  /** By their paths, whose parts in braces {@link Question} has. */
  Map<String, Endpoint> endpoints() {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    endpoints.put("/api/meta", this::meta);
    new ListEndpoints(reader).addTo(endpoints);
    new RunEndpoints(reader, runs).addTo(endpoints);
    new SpanEndpoints(reader, runs).addTo(endpoints);
    return endpoints;
  }

  private Endpoint.Answer meta(Question question) {
    question.allow();
    return json -> {
      json.begin()
          .text("version", Version.TEXT)
          .text("dialect", dialect())
          .text("database", database)
          .time("now", Instant.now())
          .bool("live", true)
          .text("project", project)
          .beginArray("exports");
      downloads.keySet().forEach(json::text);
      json.endArray().end();
    };
  }

  /** The forms in which a trace can be had as a file. */
  Map<String, Download> downloads() {
    return Collections.unmodifiableMap(downloads);
  }

  /** Refuses what is not stored. */
  void requireTrace(String traceId) {
    if (reader.row(traceId).isEmpty()) {
      throw Refusal.notFound("trace " + traceId);
    }
  }
}
