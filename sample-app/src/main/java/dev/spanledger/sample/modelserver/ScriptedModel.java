// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Turns a request into an answer by the script. Thread-safe. */
final class ScriptedModel {
  private static final Map<String, String> DATED_NAMES =
      Map.of("gpt-4o-mini", "gpt-4o-mini-2024-07-18", "gpt-4o", "gpt-4o-2024-08-06");

  private final ModelScript script;
  private final Clock clock;
  private final FailureScript failures = new FailureScript();
  private final PromptCache cache = new PromptCache();
  private final AtomicLong ids = new AtomicLong();

  ScriptedModel(ModelScript script, Clock clock) {
    this.script = script;
    this.clock = clock;
  }

  Answer answer(ChatRequest request) throws ApiError {
    ModelScript.Step step = script.decide(request);
    ApiError failure = failures.next(request.body().toString(), step);
    if (failure != null) {
      throw failure;
    }
    String text = step.text(request.toolResults());
    List<Answer.ToolCall> calls = calls(step);
    return new Answer(
        nextId("chatcmpl-"),
        clock.instant().getEpochSecond(),
        DATED_NAMES.getOrDefault(request.model(), request.model()),
        text,
        calls,
        usage(request, text, calls));
  }

  private List<Answer.ToolCall> calls(ModelScript.Step step) {
    List<Answer.ToolCall> calls = new ArrayList<>();
    for (ModelScript.Call call : step.calls()) {
      calls.add(new Answer.ToolCall(nextId("call_"), call.tool(), call.arguments().toString()));
    }
    return calls;
  }

  private Answer.Usage usage(ChatRequest request, String text, List<Answer.ToolCall> calls) {
    String prompt = request.prompt();
    int spoken = Tokens.in(text);
    for (Answer.ToolCall call : calls) {
      spoken += Tokens.in(call.name()) + Tokens.in(call.arguments());
    }
    return new Answer.Usage(Tokens.in(prompt), cache.cachedTokens(request.model(), prompt), spoken);
  }

  private String nextId(String prefix) {
    return prefix + String.format("%012x", ids.incrementAndGet());
  }
}
