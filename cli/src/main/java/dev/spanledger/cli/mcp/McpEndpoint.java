// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli.mcp;

import dev.spanledger.cli.Json;
import dev.spanledger.cli.Ledger;
import dev.spanledger.cli.Version;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The server behind an HTTP path: no session, no stream, an answer for each request. Who it belongs
 * to listens, and asks for a token. Thread-safe; each call blocks until the answer is there.
 */
public final class McpEndpoint {
  private static final String NO_MESSAGE =
      "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"not a message of JSON-RPC 2.0\"}}";

  /** How long a tool may hold the database up. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final int INTERNAL_ERROR = -32_603;
  private static final Logger log = LoggerFactory.getLogger(McpEndpoint.class);

  private final McpJsonMapper mapper = Tools.mapper();
  private final Transport transport = new Transport();

  /**
   * An endpoint over a database.
   *
   * @param ledger asked when the first tool is called
   */
  public McpEndpoint(Supplier<Ledger> ledger, Clock clock) {
    this(ledger, clock, LONGEST);
  }

  McpEndpoint(Supplier<Ledger> ledger, Clock clock, Duration longest) {
    McpServer.StatelessSyncSpecification server =
        McpServer.sync(transport)
            .serverInfo(Tools.NAME, Version.text())
            .instructions(Tools.INSTRUCTIONS)
            .capabilities(McpSchema.ServerCapabilities.builder().tools(false).build())
            .jsonMapper(mapper)
            .jsonSchemaValidator(Tools.NO_VALIDATION)
            .validateToolInputs(false)
            .immediateExecution(true);
    for (ToolDefinition tool : new Tools(ledger, clock, longest).definitions()) {
      server.toolCall(tool.tool(), (context, request) -> Tools.call(tool, request));
    }
    server.build();
  }

  /**
   * The answer to a message, such as the body of a POST, as JSON on one line; empty where it is a
   * notification, to be answered with the status 202. What is no message of the protocol is
   * answered with an error, and so is what fails.
   */
  public Optional<String> answer(String body) {
    McpStatelessServerHandler handler = Objects.requireNonNull(transport.handler);
    try {
      McpSchema.JSONRPCMessage message = McpSchema.deserializeJsonRpcMessage(mapper, body);
      if (message instanceof McpSchema.JSONRPCRequest request) {
        return Optional.of(answer(handler, request));
      }
      if (message instanceof McpSchema.JSONRPCNotification notification) {
        handler.handleNotification(McpTransportContext.EMPTY, notification).block();
      }
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.of(NO_MESSAGE);
    }
  }

  /** Without one, a client would wait. */
  private String answer(McpStatelessServerHandler handler, McpSchema.JSONRPCRequest request) {
    try {
      return mapper.writeValueAsString(
          handler.handleRequest(McpTransportContext.EMPTY, request).block());
    } catch (IOException | RuntimeException e) {
      log.error("spanledger: {} failed", request.method(), e);
      Map<String, Object> error = Map.of("code", INTERNAL_ERROR, "message", e.toString());
      return Json.of(Map.of("jsonrpc", "2.0", "id", request.id(), "error", error));
    }
  }

  /** Holds what the SDK handles messages with. */
  private static final class Transport implements McpStatelessServerTransport {
    private @Nullable McpStatelessServerHandler handler;

    @Override
    public void setMcpHandler(McpStatelessServerHandler newHandler) {
      handler = newHandler;
    }

    @Override
    public Mono<Void> closeGracefully() {
      return Mono.empty();
    }
  }
}
