// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli.mcp;

import dev.spanledger.cli.Ledger;
import dev.spanledger.cli.Version;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** The server for a client that has started this process: messages are lines. */
public final class McpStdio {
  private McpStdio() {}

  /**
   * Serves until the client closes its end.
   *
   * @param ledger asked when the first tool is called, so that a database that is away is said to
   *     the model
   * @param out the protocol's alone
   */
  public static void serve(Supplier<Ledger> ledger, Clock clock, InputStream in, OutputStream out)
      throws InterruptedException {
    McpJsonMapper mapper = Tools.mapper();
    UntilEnd input = new UntilEnd(in);
    McpServer.SyncSpecification<?> server =
        McpServer.sync(new StdioServerTransportProvider(mapper, input, out))
            .serverInfo(Tools.NAME, Version.text())
            .instructions(Tools.INSTRUCTIONS)
            .capabilities(McpSchema.ServerCapabilities.builder().tools(false).build())
            .jsonMapper(mapper)
            .jsonSchemaValidator(Tools.NO_VALIDATION)
            .validateToolInputs(false);
    for (ToolDefinition tool : new Tools(ledger, clock).definitions()) {
      server.toolCall(tool.tool(), (exchange, request) -> Tools.call(tool, request));
    }
    McpSyncServer running = server.build();
    input.end.await();
    running.closeGracefully();
  }

  /** Tells when there is nothing more to read. */
  private static final class UntilEnd extends FilterInputStream {
    final CountDownLatch end = new CountDownLatch(1);

    UntilEnd(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return noted(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return noted(super.read(bytes, offset, length));
    }

    private int noted(int read) {
      if (read < 0) {
        end.countDown();
      }
      return read;
    }
  }
}
