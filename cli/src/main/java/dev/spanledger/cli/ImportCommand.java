// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import dev.spanledger.export.ImportReport;
import dev.spanledger.export.RunImport;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.provider.SpanledgerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs out of files. */
@Command(
    name = "import",
    sortOptions = false,
    header = "Read runs from files: OTLP/JSON (one request, or one a line), or Motus' state.",
    description = {
      "",
      "Through the same redaction, dictionary and prices as if they had been recorded. Reading a file"
          + " again adds nothing. Creates the tables where there are none; needs the right to write.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spanledger import otlp.json --db traces.db",
      "  spanledger import traces/*/tracer_state.json"
    })
final class ImportCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  private final SpanledgerCommand root;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files; gzip is unpacked.")
  private List<Path> files = List.of();

  @Option(names = "--strict", description = "End at the first line that is bad.")
  private boolean strict;

  ImportCommand(SpanledgerCommand root) {
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new Trouble(Code.USAGE, "there is no file " + file, null);
      }
    }
    long bad = 0;
    try (Spanledger ledger = ledger()) {
      for (Path file : files) {
        bad += read(ledger, file);
      }
    }
    return bad == 0 ? 0 : 1;
  }

  private Spanledger ledger() {
    SpanledgerBuilder builder =
        Spanledger.builder(Connections.creating(root.address()))
            .maintenance(false)
            .tracing(tracing -> tracing.on(false).export(false).online(false));
    String schemaName = root.database().schemaName(root.terminal());
    return schemaName == null ? builder.build() : builder.schema(schemaName).build();
  }

  private long read(Spanledger ledger, Path file) throws IOException {
    ImportReport report;
    try (Progress progress = new Progress(root)) {
      RunImport reading =
          RunImport.into(ledger)
              .onProgress(step -> progress.at(() -> file + ": " + step.spans() + " spans so far"));
      report = (strict ? reading.strict() : reading).file(file);
    }
    root.terminal()
        .out()
        .println(
            "%s: %d spans of %d runs; %d lines were bad"
                .formatted(file, report.spans(), report.traces(), report.badLines()));
    report.problems().stream()
        .limit(SHOWN)
        .forEach(problem -> root.terminal().err().println("  " + problem));
    return report.badLines();
  }
}
