// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;

/** The live feed as server-sent events: of all traces, or of the one that the path names. */
final class LiveService implements HttpService {
  private final LiveFeed feed;

  LiveService(LiveFeed feed) {
    this.feed = feed;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    Question question = Answers.question(context);
    question.allow();
    String traceId = context.pathParams().containsKey("id") ? question.traceId() : null;
    context.clearRequestTimeout();
    HttpResponseWriter writer = HttpResponse.streaming();
    writer.write(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.EVENT_STREAM)
            .set("x-accel-buffering", "no")
            .build());
    String last = request.headers().get(HttpHeaderNames.of("last-event-id"));
    return feed.join(new LiveClient(writer, traceId, last))
        ? writer
        : Answers.refusal(Refusal.busy());
  }
}
