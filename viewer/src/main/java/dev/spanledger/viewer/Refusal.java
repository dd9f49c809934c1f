// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import org.jspecify.annotations.Nullable;

/** An answer that is none: why, and what to do instead. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final @Nullable String hint;

  private Refusal(int status, String code, String message, @Nullable String hint) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }

  static Refusal badRequest(String message) {
    return new Refusal(400, "bad_request", message, null);
  }

  static Refusal noToken() {
    return new Refusal(
        401,
        "forbidden",
        "The token of this start is missing or wrong.",
        "Open the address that the server printed when it started, or send the token as 'Authorization: Bearer'.");
  }

  static Refusal foreign(String message, String hint) {
    return new Refusal(403, "forbidden", message, hint);
  }

  static Refusal notFound(String what) {
    return new Refusal(404, "not_found", "There is no " + what + ".", null);
  }

  static Refusal method(String allowed) {
    return new Refusal(405, "bad_request", "Only " + allowed + " is answered here.", null);
  }

  static Refusal tooLarge(String message, String hint) {
    return new Refusal(413, "too_large", message, hint);
  }

  static Refusal contentType() {
    return new Refusal(415, "bad_request", "Content-Type must be application/json.", null);
  }

  static Refusal busy() {
    return new Refusal(
        503, "busy", "More is asked than can be answered at a time.", "Try again in a moment.");
  }

  static Refusal database(String message, String hint) {
    return new Refusal(503, "database", message, hint);
  }

  static Refusal timeout() {
    return new Refusal(
        504,
        "timeout",
        "The database took too long to answer.",
        "Ask for less: a shorter time, or a filter.");
  }

  static Refusal internal() {
    return new Refusal(500, "internal", "This went wrong; the server's log says how.", null);
  }

  /** What the server's library does not take. */
  static Refusal http(int status, String reason) {
    return new Refusal(
        status,
        status == 413 ? "too_large" : status >= 500 ? "internal" : "bad_request",
        reason + ".",
        null);
  }

  /** Of HTTP. */
  int status() {
    return status;
  }

  void write(Json json) {
    json.begin().text("error", code).text("message", getMessage()).text("hint", hint).end();
  }
}
