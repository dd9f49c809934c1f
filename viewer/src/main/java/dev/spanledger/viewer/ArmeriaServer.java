// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.encoding.EncodingService;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;

/** The server as Armeria runs it: routes, limits, and everything behind the {@link Gate}. */
final class ArmeriaServer implements ViewerServer.Listening {
  private static final int MOST_CONNECTIONS = 512;
  private static final int LONGEST_REQUEST_LINE = 8_192;
  private static final int LARGEST_HEADERS = 16_384;
  private static final int LARGEST_BODY = 4 * 1024 * 1024;
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

  /** Files are written slowly, and taken slowly: questions do not wait for them. */
  private static final int DOWNLOADS = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PATIENCE_WITH_DOWNLOADS = Duration.ofSeconds(30);

  private final Server server;
  private final List<Workers> workers;
  private final LiveFeed feed;

  private ArmeriaServer(Server server, List<Workers> workers, LiveFeed feed) {
    this.server = server;
    this.workers = workers;
    this.feed = feed;
  }

  static ArmeriaServer start(ViewerServerBuilder settings) {
    List<Workers> workers =
        List.of(new Workers("viewer", settings.workers), new Workers("download", DOWNLOADS));
    LiveFeed feed = LiveFeed.of(settings.patientReader(), settings.nanoTime);
    Server server = server(settings, workers, feed);
    try {
      server.start().join();
    } catch (CompletionException e) {
      workers.forEach(Workers::close);
      throw new IllegalStateException(
          "The viewer cannot listen on %s:%d: %s. port(0) takes any that is free."
              .formatted(settings.host, settings.port, e.getCause()),
          e.getCause());
    }
    return new ArmeriaServer(server, workers, feed);
  }

  private static Server server(ViewerServerBuilder settings, List<Workers> workers, LiveFeed feed) {
    ServerBuilder server =
        Server.builder()
            .http(new InetSocketAddress(settings.host, settings.port))
            .unloggedExceptionsReportInterval(Duration.ZERO)
            .maxNumConnections(MOST_CONNECTIONS)
            .http1MaxInitialLineLength(LONGEST_REQUEST_LINE)
            .http1MaxHeaderSize(LARGEST_HEADERS)
            .http2MaxHeaderListSize(LARGEST_HEADERS)
            .maxRequestLength(LARGEST_BODY)
            .requestTimeout(LONGEST_ANSWER)
            .gracefulShutdownTimeout(Duration.ZERO, Duration.ofSeconds(1))
            .disableServerHeader()
            .meterRegistry(new CompositeMeterRegistry()) // of nobody: not the application's
            .errorHandler(new ErrorAnswers());
    if (settings.daemon) {
      server.bossGroupFactory(name -> EventLoopGroups.newEventLoopGroup(1, name, true));
    }
    routes(server, settings, workers, feed);
    return server
        .service("/", new PageService(Page.served()))
        .serviceUnder("/", ArmeriaServer::nowhere)
        .decorator(compression())
        .decorator(new Gate(settings.token, hosts(settings)))
        .build();
  }

  private static void routes(
      ServerBuilder server, ViewerServerBuilder settings, List<Workers> workers, LiveFeed feed) {
    Answers answers = new Answers(workers.get(0), PATIENCE);
    Answers files = new Answers(workers.get(1), PATIENCE_WITH_DOWNLOADS);
    Api api = new Api(settings);
    api.endpoints().forEach((path, endpoint) -> server.service(path, answers.of(endpoint)));
    server.service("/api/traces/{id}/export/{format}", new DownloadService(api, files));
    HttpService live = new LiveService(feed);
    server.service("/api/live", live).service("/api/traces/{id}/live", live);
    if (settings.mcp != null) {
      server.service(Gate.MCP, new McpService(settings.mcp, answers));
    }
  }

  private static HttpResponse nowhere(ServiceRequestContext context, HttpRequest request) {
    return Answers.refusal(Refusal.notFound("such path"));
  }

  /** An event must not wait in a compressor for others. */
  private static java.util.function.Function<? super HttpService, EncodingService> compression() {
    return EncodingService.builder()
        .encodableContentTypes(
            type ->
                type.is(MediaType.JSON)
                    || (type.is(MediaType.ANY_TEXT_TYPE) && !type.is(MediaType.EVENT_STREAM)))
        .newDecorator();
  }

  private static Hosts hosts(ViewerServerBuilder settings) {
    Set<String> names = new TreeSet<>(settings.names);
    String host = settings.host.toLowerCase(Locale.ROOT);
    names.add(host.contains(":") ? "[" + host + "]" : host);
    return new Hosts(names, settings.listensOnAll());
  }

  @Override
  public int port() {
    return server.activeLocalPort();
  }

  @Override
  public void close() {
    feed.close();
    server.stop().join();
    workers.forEach(Workers::close);
  }
}
