// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.nio.charset.StandardCharsets;

/** Hands what is posted to {@code /mcp} to whoever was mounted there, and the answer back. */
final class McpService implements HttpService {
  private static final ResponseHeaders JSON =
      ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, MediaType.JSON_UTF_8);

  private final Mcp mcp;
  private final Answers answers;

  McpService(Mcp mcp, Answers answers) {
    this.mcp = mcp;
    this.answers = answers;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    MediaType type = request.contentType();
    if (type == null || !type.is(MediaType.JSON)) {
      return Answers.refusal(Refusal.contentType());
    }
    return HttpResponse.of(
        request.aggregate().thenApply(whole -> answer(whole.content(StandardCharsets.UTF_8))));
  }

  private HttpResponse answer(String message) {
    return answers.streamOrEmpty(
        JSON,
        () -> {
          String answer = mcp.answer(message);
          return answer == null ? null : answer.getBytes(StandardCharsets.UTF_8);
        });
  }
}
