// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // A scope is opened for its effect.
class ContextTest {

  private final RecordedSpans spans = RecordedSpans.create();
  private final AgentTracer tracer = spans.tracer();
  private final ScheduledExecutorService pool = Executors.newScheduledThreadPool(2);

  @AfterEach
  void nothingStaysCurrent() {
    pool.shutdownNow();
    spans.close();
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @Test
  void stepsNest() {
    try (AgentSpan agent = tracer.agent("a").start()) {
      try (TaskSpan turn = tracer.turn(1).start()) {
        tracer.chat("m").run(() -> {});
        tracer.tool("t").run(() -> tracer.agent("sub").run(() -> {}));
        assertThat(Span.current()).isSameAs(turn.span());
      }
      assertThat(Span.current()).isSameAs(agent.span());
    }

    assertChild("turn 1", "invoke_agent a");
    assertChild("chat m", "turn 1");
    assertChild("execute_tool t", "turn 1");
    assertChild("invoke_agent sub", "execute_tool t");
  }

  @Test
  void detachedStepIsNotCurrentUntilItIsMade() {
    ToolSpan tool = tracer.tool("t").startDetached();
    assertThat(Context.current()).isSameAs(Context.root());
    try (Scope scope = tool.context().makeCurrent()) {
      tracer.chat("m").run(() -> {});
    }
    tool.close();

    assertChild("chat m", "execute_tool t");
  }

  @Test
  void parentMayBeGiven() {
    AgentSpan agent = tracer.agent("a").startDetached();
    tracer.tool("t").parent(agent.context()).run(() -> {});
    agent.close();

    assertChild("execute_tool t", "invoke_agent a");
  }

  @Test
  void closingTwiceEndsOnce() {
    TaskSpan task = tracer.task("t").start();
    task.close();
    task.output("late").close();

    assertThat(spans.attributes()).doesNotContainKey("spanledger.output");
  }

  @Test
  void wrappedExecutorsHandTheParentOver() throws Exception {
    Executor executor = tracer.wrap((Executor) pool);
    ExecutorService service = tracer.wrap((ExecutorService) pool);
    ScheduledExecutorService scheduler = tracer.wrap(pool);
    tracer
        .agent("a")
        .run(
            () -> {
              CompletableFuture.runAsync(() -> tracer.tool("executor").run(() -> {}), executor)
                  .join();
              service.submit(() -> tracer.tool("service").run(() -> {})).get();
              scheduler
                  .schedule(() -> tracer.tool("scheduler").run(() -> {}), 0, TimeUnit.SECONDS)
                  .get();
            });

    assertChild("execute_tool executor", "invoke_agent a");
    assertChild("execute_tool service", "invoke_agent a");
    assertChild("execute_tool scheduler", "invoke_agent a");
  }

  @Test
  void asynchronousStepEndsWithItsStageAndLeavesNoScope() {
    CompletableFuture<String> reply = new CompletableFuture<>();
    CompletableFuture<String> traced =
        tracer
            .chat("m")
            .callAsync(
                () -> {
                  tracer.task("inside").run(() -> {});
                  return reply;
                });

    assertThat(Context.current()).isSameAs(Context.root());
    assertThat(spans.all()).hasSize(1);
    reply.complete("done");

    assertThat(traced.join()).isEqualTo("done");
    assertChild("task inside", "chat m");
    assertThat(RecordedSpans.attributes(spans.named("chat m")).get("gen_ai.output.messages"))
        .asString()
        .contains("done");
  }

  @Test
  void asynchronousStepEndsBeforeItsOutcomeIsSeen() {
    ExecutorService executor = tracer.wrap((ExecutorService) pool);
    for (int i = 0; i < 200; i++) {
      int turn = i;
      tracer.turn(turn).callAsync(() -> CompletableFuture.supplyAsync(() -> "x", executor)).join();
      assertThat(spans.all()).hasSize(turn + 1);
    }
  }

  @Test
  void stageThatCompletesOnAnotherThreadFirstDoesNotLeakTheScope() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    tracer
        .agent("outer")
        .run(
            () -> {
              Span outer = Span.current();
              tracer
                  .tool("t")
                  .callAsync(
                      tool -> {
                        pool.execute(
                            () -> {
                              tool.close();
                              ended.countDown();
                            });
                        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
                        return CompletableFuture.completedFuture("x");
                      })
                  .join();
              assertThat(Span.current()).isSameAs(outer);
            });

    assertChild("execute_tool t", "invoke_agent outer");
  }

  @Test
  void asynchronousStepsRunSideBySide() {
    ExecutorService executor = tracer.wrap((ExecutorService) pool);
    try (AgentSpan agent = tracer.agent("a").start()) {
      CompletableFuture<String> left = tracer.tool("left").callAsync(() -> search(executor));
      CompletableFuture<String> right = tracer.tool("right").callAsync(() -> search(executor));
      agent.output(left.join() + right.join());
    }

    assertChild("execute_tool left", "invoke_agent a");
    assertChild("execute_tool right", "invoke_agent a");
    assertThat(spans.all().stream().filter(span -> span.getName().equals("task deep")))
        .extracting(SpanData::getParentSpanId)
        .containsExactlyInAnyOrder(
            spans.named("execute_tool left").getSpanId(),
            spans.named("execute_tool right").getSpanId());
  }

  private CompletableFuture<String> search(Executor executor) {
    return CompletableFuture.supplyAsync(() -> tracer.task("deep").call(() -> "found"), executor);
  }

  private void assertChild(String child, String parent) {
    assertThat(spans.named(child).getParentSpanId()).isEqualTo(spans.named(parent).getSpanId());
    assertThat(spans.named(child).getTraceId()).isEqualTo(spans.named(parent).getTraceId());
  }
}
