// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.concurrent.CompletableFuture;

/** Futures as OpenTelemetry's result codes. */
final class Results {
  private Results() {}

  static CompletableResultCode of(CompletableFuture<Boolean> outcome) {
    CompletableResultCode result = new CompletableResultCode();
    var unused =
        outcome.whenComplete(
            (success, failure) -> {
              if (failure == null && success) {
                result.succeed();
              } else {
                result.fail();
              }
            });
    return result;
  }

  static CompletableResultCode of(boolean success) {
    return success ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure();
  }
}
