// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import dev.spanledger.provider.LiveView;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.viewer.Download;
import dev.spanledger.viewer.ViewerServer;
import dev.spanledger.viewer.ViewerServerBuilder;
import java.net.URI;
import java.util.List;

/**
 * The viewer over what a process records, while it does; opened in a browser where somebody sits at
 * the screen. Found by the service loader.
 */
public final class LivePage implements LiveView {
  private static final List<ExportFormat> FORMATS =
      List.of(
          ExportFormat.OTLP,
          ExportFormat.JAEGER,
          ExportFormat.CHROME,
          ExportFormat.JSONL,
          ExportFormat.STATE);

  /** For the service loader. */
  public LivePage() {}

  @Override
  public Opened open(Spanledger ledger) {
    ViewerServer server = start(ledger.reader());
    URI address = URI.create(server.url());
    Browser.open(address);
    return new Served(server, address);
  }

  /** Two processes of one machine cannot have the same port. */
  private static ViewerServer start(TraceReader reader) {
    try {
      return server(reader).start();
    } catch (IllegalStateException taken) {
      return server(reader).port(0).start();
    }
  }

  private static ViewerServerBuilder server(TraceReader reader) {
    ViewerServerBuilder server = ViewerServer.builder(reader).daemon(true);
    RunExport export = RunExport.of(reader);
    for (ExportFormat format : FORMATS) {
      server.download(
          format.key(),
          new Download(
              format.mediaType(),
              format.fileName(),
              (traceId, out) -> export.write(format, List.of(traceId), out)));
    }
    return server;
  }

  /** One that is open. */
  private record Served(ViewerServer server, URI address) implements Opened {
    @Override
    public void close() {
      server.close();
    }
  }
}
