// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;

/** A trace as a file, in one of the forms that the server was given. */
final class DownloadService implements HttpService {
  private final Api api;
  private final Answers answers;

  DownloadService(Api api, Answers answers) {
    this.api = api;
    this.answers = answers;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    Question question = Answers.question(context);
    question.allow();
    String traceId = question.traceId();
    Download download = api.downloads().get(question.part("format"));
    if (download == null) {
      throw Question.bad("format", "one of " + api.downloads().keySet());
    }
    context.clearRequestTimeout();
    return answers.stream(
        headers(traceId, download),
        out -> {
          api.requireTrace(traceId);
          download.writer().write(traceId, out);
        });
  }

  private static ResponseHeaders headers(String traceId, Download download) {
    return ResponseHeaders.of(
        HttpStatus.OK,
        HttpHeaderNames.CONTENT_TYPE,
        download.contentType(),
        HttpHeaderNames.CONTENT_DISPOSITION,
        "attachment; filename=\"" + traceId + "." + download.suffix() + '"');
  }
}
