// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** An answer other than 200, in the shape in which the OpenAI API gives it. */
final class ApiError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;
  private final @Nullable String param;
  private final @Nullable String code;

  private ApiError(
      int status, String type, @Nullable String param, @Nullable String code, String message) {
    super(message);
    this.status = status;
    this.type = type;
    this.param = param;
    this.code = code;
  }

  static ApiError invalid(@Nullable String param, String message) {
    return new ApiError(400, "invalid_request_error", param, null, message);
  }

  static ApiError unauthorized() {
    return new ApiError(
        401,
        "invalid_request_error",
        null,
        "invalid_api_key",
        "You didn't provide an API key in an Authorization header using Bearer auth.");
  }

  static ApiError unknownModel(String model) {
    return new ApiError(
        404,
        "invalid_request_error",
        null,
        "model_not_found",
        "The model `" + model + "` does not exist or you do not have access to it.");
  }

  static ApiError unknownUrl(String method, String path) {
    return new ApiError(
        404,
        "invalid_request_error",
        null,
        "unknown_url",
        "Unknown request URL: " + method + " " + path + ".");
  }

  /** An error that the script asks for: 429 is a rate limit, anything else the server's fault. */
  static ApiError scripted(int status) {
    return status == 429
        ? new ApiError(429, "requests", null, "rate_limit_exceeded", "Rate limit reached.")
        : new ApiError(status, "server_error", null, null, "The server had an error.");
  }

  int status() {
    return status;
  }

  ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error")
        .put("message", getMessage())
        .put("type", type)
        .put("param", param)
        .put("code", code);
    return body;
  }
}
