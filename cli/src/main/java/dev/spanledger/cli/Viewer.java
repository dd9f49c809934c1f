// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.cli.mcp.McpEndpoint;
import dev.spanledger.export.ExportFormat;
import dev.spanledger.export.RunExport;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.viewer.Download;
import dev.spanledger.viewer.ViewerServer;
import dev.spanledger.viewer.ViewerServerBuilder;
import java.util.List;
import java.util.function.Consumer;

/** The viewer's server with its connections, and everything that it hands out. */
final class Viewer implements AutoCloseable {
  private static final int CONNECTIONS = 8;

  /** Those that are of one trace; the others are of many. */
  private static final List<ExportFormat> DOWNLOADS =
      List.of(
          ExportFormat.OTLP,
          ExportFormat.JAEGER,
          ExportFormat.CHROME,
          ExportFormat.JSONL,
          ExportFormat.STATE);

  private final HikariDataSource pool;
  private final TraceReader reader;
  private final ViewerServer server;

  private Viewer(HikariDataSource pool, TraceReader reader, ViewerServer server) {
    this.pool = pool;
    this.reader = reader;
    this.server = server;
  }

  static Viewer start(
      SpanledgerCommand root, boolean withMcp, Consumer<ViewerServerBuilder> options) {
    Address address = root.address();
    HikariDataSource pool = pool(Connections.reading(address));
    try {
      String schemaName = root.database().schemaName(root.terminal());
      Ledger ledger = Ledger.of(pool, address, schemaName);
      ViewerServerBuilder builder =
          ViewerServer.builder(ledger.reader()).database(address.toString());
      RunExport export = RunExport.of(ledger.reader());
      DOWNLOADS.forEach(format -> builder.download(format.key(), download(export, format)));
      if (withMcp) {
        McpEndpoint mcp = new McpEndpoint(() -> ledger, root.terminal().clock());
        builder.mcp(message -> mcp.answer(message).orElse(null));
      }
      options.accept(builder);
      return new Viewer(pool, ledger.reader(), started(builder));
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static ViewerServer started(ViewerServerBuilder builder) {
    try {
      return builder.start();
    } catch (IllegalStateException e) {
      String said = String.valueOf(e.getMessage());
      throw new Trouble(
          Trouble.Code.REFUSED,
          said.replaceAll("(?s): .*", ": is the port taken?"),
          "--port 0 takes any that is free.",
          e);
    }
  }

  private static HikariDataSource pool(Connections connections) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(connections);
    // SQLite's driver refuses to be told anything else than what it is.
    config.setReadOnly(true);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setPoolName("spanledger");
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(10_000);
    return new HikariDataSource(config);
  }

  private static Download download(RunExport export, ExportFormat format) {
    return new Download(
        format.mediaType(),
        format.fileName(),
        (traceId, out) -> export.write(format, List.of(traceId), out));
  }

  TraceReader reader() {
    return reader;
  }

  /** With the token; a browser takes what is behind the hash along. */
  String url(String page) {
    return server.url() + page;
  }

  /** Ctrl-C ends the process; who has started this on a thread interrupts it. */
  void untilInterrupted() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      // That is how it is told to end: what follows is closing.
    }
  }

  @Override
  public void close() {
    server.close();
    pool.close();
  }
}
