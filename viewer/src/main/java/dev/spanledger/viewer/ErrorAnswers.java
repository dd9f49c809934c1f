// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;

/** What Armeria refuses by itself, in the words of the rest. */
final class ErrorAnswers implements ServerErrorHandler {
  private static final ServerErrorHandler REST = ServerErrorHandler.ofDefault();

  @Override
  public HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
    if (cause instanceof Refusal refusal) {
      return Answers.refusal(refusal);
    }
    return cause instanceof RequestTimeoutException
        ? Answers.refusal(Refusal.timeout())
        : REST.onServiceException(context, cause);
  }

  @Override
  public @Nullable AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext context,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    return Answers.aggregated(Refusal.http(status.code(), status.reasonPhrase()));
  }
}
