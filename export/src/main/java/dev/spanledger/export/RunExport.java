// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.provider.RecordedRuns;
import dev.spanledger.provider.redaction.Redactor;
import dev.spanledger.schema.TraceReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Writes stored runs into files that other tools open.
 *
 * <pre>{@code
 * RunExport export = RunExport.of(ledger.reader());
 * export.write(ExportFormat.JAEGER, List.of(traceId), Path.of("jaeger.json"));
 * export.withoutPayloads().write(ExportFormat.JSONL, traceIds, out);
 * }</pre>
 *
 * <p>A trace is read a page of spans at a time and written as it is read, so it may be of any
 * length. Reading needs no right to write. A thread that is interrupted stops with an {@link
 * java.io.InterruptedIOException}. Immutable; thread-safe, as long as no two calls share a stream.
 */
public final class RunExport {
  private final TraceReader reader;
  private final RowRedaction redaction;

  private RunExport(TraceReader reader, RowRedaction redaction) {
    this.reader = reader;
    this.redaction = redaction;
  }

  /** Writes what this reader finds. */
  public static RunExport of(TraceReader reader) {
    return new RunExport(Objects.requireNonNull(reader, "reader is null"), RowRedaction.NONE);
  }

  /**
   * Without what people, models and tools said: as {@link
   * dev.spanledger.provider.ContentCapture#BASIC} would have recorded it. What exceptions say
   * stays.
   */
  public RunExport withoutPayloads() {
    return new RunExport(reader, redaction.withoutPayloads());
  }

  /**
   * With a redactor that sees each text before it is written, after those that were given before.
   */
  public RunExport redactor(Redactor redactor) {
    return new RunExport(reader, redaction.with(Objects.requireNonNull(redactor, "redactor")));
  }

  /**
   * Writes traces one after the other. The stream is flushed, and stays open.
   *
   * @param traceIds 32 lower-case hex digits each; one that is not stored is left out, and named in
   *     the answer
   * @throws IOException where the stream does not take it
   */
  public Exported write(ExportFormat format, Collection<String> traceIds, OutputStream out)
      throws IOException {
    if (format == ExportFormat.HTML) {
      return new HtmlRuns(reader, redaction).write(traceIds, out);
    }
    TraceSink sink = sink(format, reader, out);
    sink.begin();
    Exported exported = new Pass(reader, redaction).write(traceIds, sink);
    sink.end();
    out.flush();
    return exported;
  }

  /** As that, of runs that are in several databases, into a file for its owner only. */
  static void write(ExportFormat format, List<RecordedRuns.InDatabase> databases, Path file)
      throws IOException {
    AtomicFile.<Boolean>writePrivate(
        file,
        out -> {
          TraceSink sink = sink(format, databases.get(0).reader(), out);
          sink.begin();
          for (RecordedRuns.InDatabase database : databases) {
            new Pass(database.reader(), RowRedaction.NONE).write(database.traceIds(), sink);
          }
          sink.end();
          out.flush();
          return true;
        });
  }

  /**
   * As {@link #write(ExportFormat, Collection, OutputStream)}, into a file that is replaced at
   * once, when everything is written; where that fails, the file is as it was. Its directory is
   * created where it is missing.
   *
   * @throws IOException where the file cannot be written
   */
  public Exported write(ExportFormat format, Collection<String> traceIds, Path file)
      throws IOException {
    return AtomicFile.write(file, out -> write(format, traceIds, out));
  }

  private static TraceSink sink(ExportFormat format, TraceReader reader, OutputStream out)
      throws IOException {
    return switch (format) {
      case HTML -> throw new IllegalArgumentException("HTML is written by the viewer");
      case OTLP -> new OtlpSink(out);
      case JAEGER -> new JaegerSink(out);
      case CHROME -> new ChromeSink(out, reader);
      case STATE -> new StateSink(out);
      case DATASET -> new RunDataset(out);
      case DATASET_CALLS -> new CallDataset(out);
      case JSONL -> new JsonLines(out);
    };
  }
}
