// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Somebody else's OTLP/HTTP endpoint: takes protobuf where it is asked to, and reads it. */
final class OtlpEndpoint implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, String> required;
  private final List<Span> spans = new CopyOnWriteArrayList<>();

  /**
   * @param path where it is posted to
   * @param required headers without which it refuses
   */
  OtlpEndpoint(String path, Map<String, String> required) {
    this.required = required;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(path, this::take);
    server.start();
  }

  /** Scheme, host and port. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Span> spans() {
    return spans;
  }

  private void take(HttpExchange exchange) throws IOException {
    boolean authorised =
        required.entrySet().stream()
            .allMatch(
                header ->
                    header
                        .getValue()
                        .equals(exchange.getRequestHeaders().getFirst(header.getKey())));
    if (authorised) {
      read(exchange).getResourceSpansList().stream()
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .forEach(scope -> spans.addAll(scope.getSpansList()));
    }
    exchange.sendResponseHeaders(authorised ? 200 : 401, -1);
    exchange.close();
  }

  private static ExportTraceServiceRequest read(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream body = exchange.getRequestBody();
    try (InputStream in = zipped ? new GZIPInputStream(body) : body) {
      return ExportTraceServiceRequest.parseFrom(in);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
