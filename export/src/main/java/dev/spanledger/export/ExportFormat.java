// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a file of runs can look like; docs/export.md shows each. */
public enum ExportFormat {
  /** The viewer's page with the runs within; opens from disk, without a network. */
  HTML("html", "trace.html", "text/html"),
  /** OTLP/JSON: an {@code ExportTraceServiceRequest} a line, as the collector writes and reads. */
  OTLP("otlp", "otlp.json", "application/x-ndjson"),
  /** What Jaeger's page takes as a file. */
  JAEGER("jaeger", "jaeger.json", "application/json"),
  /** Chrome's trace events, for Perfetto and chrome://tracing. */
  CHROME("chrome", "chrome.json", "application/json"),
  /** Our own: each run with its spans by id, under the names that people use. */
  STATE("state", "state.json", "application/json"),
  /** JSON lines: the input and output of each run, with its scores, for evaluation. */
  DATASET("dataset", "dataset.jsonl", "application/x-ndjson"),
  /** The same of each model call. */
  DATASET_CALLS("dataset-calls", "dataset-calls.jsonl", "application/x-ndjson"),
  /** JSON lines: a span a line, with every column that it has a value for. */
  JSONL("jsonl", "spans.jsonl", "application/x-ndjson");

  private final String key;
  private final String fileName;
  private final String mediaType;

  ExportFormat(String key, String fileName, String mediaType) {
    this.key = key;
    this.fileName = fileName;
    this.mediaType = mediaType;
  }

  /**
   * The format that users call so.
   *
   * @param key in any case
   * @throws IllegalArgumentException for another, naming those that there are
   */
  public static ExportFormat named(String key) {
    String wanted = key.trim().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.key.equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no format is called '%s'; there are %s"
                        .formatted(
                            key,
                            Arrays.stream(values())
                                .map(ExportFormat::key)
                                .collect(Collectors.joining(", ")))));
  }

  /** What users call it, in lower case. */
  public String key() {
    return key;
  }

  /** What such a file is called where nobody says otherwise; never a path. */
  public String fileName() {
    return fileName;
  }

  /** For {@code Content-Type}. */
  public String mediaType() {
    return mediaType;
  }

  @Override
  public String toString() {
    return key;
  }
}
