// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanledger.schema.QueryTimeoutException;
import dev.spanledger.schema.SqlFailure;
import dev.spanledger.schema.TraceSchemaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers on the workers' threads, and turns what goes wrong into an answer too. Thread-safe. */
final class Answers {
  private static final Logger log = LoggerFactory.getLogger(ViewerServer.class);

  private final Workers workers;
  private final Duration patience;

  /**
   * @param patience how long a client may take nothing of an answer, and hold a worker
   */
  Answers(Workers workers, Duration patience) {
    this.workers = workers;
    this.patience = patience;
  }

  /** What is done on a worker's thread; throws {@link Refusal} before it writes anything. */
  interface Work {
    void into(OutputStream out) throws IOException;
  }

  HttpService of(Endpoint endpoint) {
    return (context, request) -> {
      Question question = question(context);
      return stream(
          ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, MediaType.JSON_UTF_8),
          out -> {
            Endpoint.Answer answer = endpoint.ask(question);
            try (Json json = new Json(out)) {
              answer.write(json);
            }
          });
    };
  }

  /** An answer with these headers, whose body is written by a worker. */
  HttpResponse stream(ResponseHeaders headers, Work work) {
    HttpResponseWriter writer = HttpResponse.streaming();
    if (!workers.run(() -> write(new ResponseStream(writer, headers, patience), writer, work))) {
      return refusal(Refusal.busy());
    }
    return writer;
  }

  /** What a worker finds out as a whole; 202 and no body where that is nothing. */
  HttpResponse streamOrEmpty(ResponseHeaders headers, Callable<byte @Nullable []> whole) {
    CompletableFuture<HttpResponse> response = new CompletableFuture<>();
    boolean taken =
        workers.run(
            () -> {
              try {
                byte[] body = whole.call();
                response.complete(
                    body == null
                        ? HttpResponse.of(ResponseHeaders.of(HttpStatus.ACCEPTED))
                        : HttpResponse.of(headers, HttpData.wrap(body)));
              } catch (Throwable e) {
                response.complete(refusal(refusalFor(e)));
              }
            });
    return taken ? HttpResponse.of(response) : refusal(Refusal.busy());
  }

  private static void write(ResponseStream out, HttpResponseWriter writer, Work work) {
    if (!writer.isOpen()) {
      return; // whoever asked is gone: it has waited for its turn too long
    }
    try {
      work.into(out);
      out.close();
    } catch (Throwable e) {
      if (out.hasBegun()) {
        log.debug("spanledger: an answer broke off", e);
        writer.close(e);
      } else {
        writer.close(aggregated(refusalFor(e)));
      }
    }
  }

  /** Text as it is, and what is not ours without what it says of the database's insides. */
  private static Refusal refusalFor(Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return refusal;
    }
    if (failure instanceof QueryTimeoutException) {
      log.warn("spanledger: a question of the viewer was given up: {}", failure.getMessage());
      return Refusal.timeout();
    }
    if (SqlFailure.isNotAllowed(failure)) {
      return Refusal.foreign(
          "The database role of this server may not read what was said.",
          "The role spanledger_analyst may: GRANT it to that role.");
    }
    log.warn("spanledger: a question of the viewer could not be answered", failure);
    if (failure instanceof TraceSchemaException) {
      return Refusal.database("The database cannot be read.", String.valueOf(failure.getMessage()));
    }
    return failure.getClass().getName().startsWith("org.jdbi.")
        ? Refusal.database("The database refused to answer.", "The server's log says why.")
        : Refusal.internal();
  }

  static HttpResponse refusal(Refusal refusal) {
    return aggregated(refusal).toHttpResponse();
  }

  static AggregatedHttpResponse aggregated(Refusal refusal) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (Json json = new Json(body)) {
      refusal.write(json);
    }
    return AggregatedHttpResponse.of(
        ResponseHeaders.of(
            HttpStatus.valueOf(refusal.status()),
            HttpHeaderNames.CONTENT_TYPE,
            MediaType.JSON_UTF_8),
        HttpData.wrap(body.toByteArray()));
  }

  static Question question(ServiceRequestContext context) {
    QueryParams query = context.queryParams();
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    query.names().forEach(name -> parameters.put(name, query.getAll(name)));
    return new Question(context.pathParams(), parameters);
  }
}
