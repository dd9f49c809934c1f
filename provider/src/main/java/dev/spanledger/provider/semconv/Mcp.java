// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's conventions for the Model Context Protocol, and Traceloop's of before. */
final class Mcp {
  static final String METHOD = "mcp.method.name";

  static final Convention CONVENTION =
      Convention.named("mcp")
          .kind(Mcp::byMethod)
          .kind(Mcp::byName)
          .rank(Rank.STANDARD)
          .fill(SpanColumns.MCP_METHOD, METHOD)
          .fill(SpanColumns.MCP_SESSION_ID, "mcp.session.id")
          .fill(SpanColumns.MCP_PROTOCOL_VERSION, "mcp.protocol.version")
          .fill(SpanColumns.MCP_RESOURCE_URI, "mcp.resource.uri")
          .fill(SpanColumns.JSONRPC_REQUEST_ID, "jsonrpc.request.id", "mcp.request.id")
          .rank(Rank.GENERIC)
          .fill(SpanColumns.OPERATION_NAME, METHOD)
          .fill(SpanColumns.MCP_SERVER, "litellm.mcp.server.name")
          .fill(SpanColumns.MCP_PROTOCOL_VERSION, "mcp.session.init_options#protocol_version")
          .when(Mcp::isCall)
          .derive(SpanColumns.MCP_SERVER, Mcp::server)
          .fill(SpanColumns.MCP_TRANSPORT, "network.transport")
          .always()
          .fill(SpanColumns.MCP_SERVER, "koog.mcp.server.url")
          .rank(Rank.LAST)
          .fill(SpanColumns.INPUT, "mcp.request.argument")
          .fill(SpanColumns.OUTPUT, "mcp.response.value")
          .when(Mcp::isCall)
          .fill(SpanColumns.ERROR_TYPE, "rpc.response.status_code")
          .missing(
              "rpc.response.status_code",
              value -> value.toString().matches("(?i)0|ok"),
              Mcp::isCall,
              SpanColumns.ERROR_TYPE)
          .content("mcp.request.argument", "mcp.response.value", "mcp.session.init_options");

  private Mcp() {}

  private static boolean isCall(SpanView span) {
    return span.has(METHOD);
  }

  private static @Nullable String byMethod(SpanView span) {
    String method = span.text(METHOD);
    if (method == null) {
      return null;
    }
    return method.equals("tools/call") && !carriesTheParentsCall(span)
        ? KindRules.TOOL
        : KindRules.MCP;
  }

  /** A framework's tool span above it is the call; this one is its transport. */
  private static boolean carriesTheParentsCall(SpanView span) {
    SpanView parent = span.parent();
    String tool = Tools.name(span);
    return parent != null
        && tool != null
        && tool.equals(Tools.name(parent))
        && parent.kind().equals(KindRules.TOOL);
  }

  private static @Nullable String byName(SpanView span) {
    String name = span.name();
    boolean session =
        "session".equals(span.text(Traceloop.SPAN_KIND))
            || "mcp.client.session".equals(span.text(Traceloop.ENTITY_NAME));
    boolean named =
        name.startsWith("mcp.client.")
            || name.startsWith("mcp.server.")
            || name.equals("mcp_tools");
    return session || named ? KindRules.MCP : null;
  }

  private static @Nullable String server(SpanView span) {
    String address = span.text(OpenTelemetry.SERVER_ADDRESS);
    Long port = Normalise.count(span.attribute(OpenTelemetry.SERVER_PORT));
    return address == null || port == null ? address : address + ":" + port;
  }
}
