// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import dev.spanledger.export.AtomicFile;
import dev.spanledger.export.ExportFormat;
import dev.spanledger.export.Exported;
import dev.spanledger.export.RunExport;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs as a file for other tools. */
@Command(
    name = "export",
    sortOptions = false,
    header = "Write runs into a file that other tools open.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  spanledger export 4f2a --to html -o run.html",
      "  spanledger export 4f2a --to jaeger -o jaeger.json",
      "  spanledger export --to dataset --since 7d --runs 500 -o dataset.jsonl",
      "  spanledger export 4f2a --to otlp --no-payloads -o - | gzip > otlp.json.gz"
    })
final class ExportCommand implements Callable<Integer> {
  private final SpanledgerCommand root;

  @Parameters(
      arity = "0..*",
      paramLabel = "RUN",
      description = "Runs; without any, the newest that the options below choose.")
  private List<String> traces = List.of();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}.",
      completionCandidates = Formats.class)
  private String format = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file, replaced at once when all is written; - for standard output.")
  private @Nullable String output;

  @Option(names = "--no-payloads", description = "Without what people, models and tools said.")
  private boolean withoutPayloads;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Without RUN: the newest so many. Default: ${DEFAULT-VALUE}.")
  private int runs = 100;

  @Mixin private TraceFilter filter = new TraceFilter();

  /** What the help lists. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(ExportFormat.values()).map(ExportFormat::key).iterator();
    }
  }

  ExportCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    ExportFormat to = ExportFormat.named(format);
    TraceReader reader = root.ledger().reader();
    List<String> ids = ids(reader);
    if (ids.isEmpty()) {
      throw new Trouble(Code.NOT_FOUND, "no run meets the conditions", null);
    }
    RunExport export = RunExport.of(reader);
    export = withoutPayloads ? export.withoutPayloads() : export;
    String file = output == null ? to.fileName() : output;
    boolean piped = file.equals("-");
    Exported exported = written(export, to, ids, piped ? null : Path.of(file));
    root.terminal()
        .err()
        .printf(
            "%s with %s written to %s%n",
            counted(exported.traces(), "run"),
            counted(exported.spans(), "span"),
            piped ? "standard output" : file);
    return 0;
  }

  private Exported written(RunExport export, ExportFormat to, List<String> ids, @Nullable Path file)
      throws IOException {
    try (Progress progress = new Progress(root)) {
      return file == null
          ? export.write(to, ids, new Counted(stream(), progress))
          : AtomicFile.write(file, out -> export.write(to, ids, new Counted(out, progress)));
    }
  }

  /** Says how much has been written. */
  private static final class Counted extends FilterOutputStream {
    private final Progress progress;
    private long bytes;

    Counted(OutputStream out, Progress progress) {
      super(out);
      this.progress = progress;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count(1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      out.write(source, offset, length);
      count(length);
    }

    private void count(int length) {
      bytes += length;
      progress.at(() -> "%.1f MB written".formatted(bytes / 1e6));
    }
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private List<String> ids(TraceReader reader) {
    if (!traces.isEmpty()) {
      Runs found = new Runs(reader);
      return traces.stream().map(found::traceId).distinct().toList();
    }
    int most = Math.max(1, Math.min(1_000, runs));
    return reader.list(filter.query(root.terminal().clock()).limit(most)).traces().stream()
        .map(TraceRow::traceId)
        .toList();
  }

  private OutputStream stream() {
    return new TextOutput(root.terminal().out());
  }
}
