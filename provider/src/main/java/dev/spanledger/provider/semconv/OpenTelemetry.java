// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import dev.spanledger.provider.semconv.ColumnSource.Rank;
import dev.spanledger.schema.SpanColumns;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's general conventions: who, where, what failed; requests and database calls. */
final class OpenTelemetry {
  static final String SESSION_ID = "session.id";
  static final String SERVER_ADDRESS = "server.address";
  static final String SERVER_PORT = "server.port";
  static final String ERROR_TYPE = "error.type";
  static final String EXCEPTION_TYPE = "exception.type";
  static final String EXCEPTION_MESSAGE = "exception.message";
  private static final String HTTP_STATUS = "http.response.status_code";

  static final Convention CONVENTION =
      Convention.named("")
          .kindIfAny(KindRules.HTTP, "http.request.method", "http.method", "url.full")
          .kind(span -> span.hasPrefix("db.") ? KindRules.DB : null)
          .rank(Rank.STANDARD)
          .fill(SpanColumns.USER_ID, "user.id", "enduser.id", "enduser.pseudo.id")
          .fill(SpanColumns.SERVER_ADDRESS, SERVER_ADDRESS, "net.peer.name")
          .fill(SpanColumns.SERVER_PORT, SERVER_PORT)
          .fill(SpanColumns.ERROR_TYPE, ERROR_TYPE)
          .fillFromEvent(SpanColumns.ERROR_TYPE, "exception", EXCEPTION_TYPE)
          .fillFromEvent(SpanColumns.ERROR_MESSAGE, "exception", EXCEPTION_MESSAGE)
          .fillFromEvent(SpanColumns.ERROR_STACK, "exception", "exception.stacktrace")
          .rank(Rank.GENERIC)
          .fill(SpanColumns.STATUS_MESSAGE, "error.message", "error")
          .rank(Rank.LAST)
          .derive(SpanColumns.ERROR_TYPE, OpenTelemetry::failedResponse)
          .content(
              "event.body",
              "event_body",
              "db.query.text",
              "db.statement",
              "db.query.parameter.*",
              "message",
              "messages",
              "content",
              "body",
              "tool_calls");

  private OpenTelemetry() {}

  private static @Nullable String failedResponse(SpanView span) {
    Long status = Normalise.count(span.attribute(HTTP_STATUS));
    return status == null || status < 400 ? null : status.toString();
  }
}
