// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a model stopped, in OpenTelemetry's words. */
final class FinishReasons {
  private static final Map<String, String> NAMES = new HashMap<>();

  static {
    put("stop", "stop", "end_turn", "stop_sequence", "complete", "completed", "finish", "eos");
    put(
        "length",
        "length",
        "max_tokens",
        "max_output_tokens",
        "model_context_window_exceeded",
        "incomplete");
    put(
        "tool_call",
        "tool_calls",
        "tool_call",
        "tool_use",
        "function_call",
        "tool-calls",
        "tool_execution");
    put(
        "content_filter",
        "content_filter",
        "content-filter",
        "safety",
        "recitation",
        "blocklist",
        "prohibited_content",
        "spii",
        "refusal",
        "guardrail_intervened");
    put("error", "error", "failed", "cancelled", "malformed_function_call");
  }

  private FinishReasons() {}

  private static void put(String reason, String... spellings) {
    for (String spelling : spellings) {
      NAMES.put(spelling, reason);
    }
  }

  /** One for each answer; reasons that are not known pass through in lower case. */
  static @Nullable List<String> of(@Nullable Object value) {
    List<String> reasons = new ArrayList<>();
    for (Object element : Normalise.commaElements(value)) {
      String reason = String.valueOf(element).trim().toLowerCase(Locale.ROOT);
      if (!reason.isEmpty() && !reason.equals("none")) {
        reasons.add(NAMES.getOrDefault(reason, reason));
      }
    }
    return reasons.isEmpty() ? null : reasons;
  }
}
