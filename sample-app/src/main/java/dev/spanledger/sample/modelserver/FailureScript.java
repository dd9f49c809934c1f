// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts the attempts of each request, so that a retry meets the next scripted status. */
final class FailureScript {
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

  /** Returns the error that this attempt gets, or null where it is answered. */
  @Nullable ApiError next(String requestBody, ModelScript.Step step) {
    List<Integer> statuses = step.failures();
    if (statuses.isEmpty()) {
      return null;
    }
    int attempt = attempts.merge(requestBody, 1, Integer::sum) - 1;
    int position = attempt % (statuses.size() + (step.answers() ? 1 : 0));
    return position < statuses.size() ? ApiError.scripted(statuses.get(position)) : null;
  }
}
