// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailureTest {

  private final RecordedSpans spans = RecordedSpans.create();
  private final AgentTracer tracer = spans.tracer();

  @AfterEach
  void nothingStaysCurrent() {
    spans.close();
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @Test
  void callRethrowsTheSameCheckedException() {
    IOException thrown = new IOException("disk full");

    Throwable seen = catchThrowable(() -> failing(thrown));

    assertThat(seen).isSameAs(thrown);
    assertFailure(spans.only(), "java.io.IOException", "disk full");
  }

  private String failing(IOException failure) throws IOException {
    return tracer
        .tool("t")
        .call(
            () -> {
              if (failure != null) {
                throw failure;
              }
              return "";
            });
  }

  @Test
  void runRethrowsErrors() {
    AssertionError thrown = new AssertionError("no");

    assertThatThrownBy(
            () ->
                tracer
                    .task("t")
                    .run(
                        () -> {
                          throw thrown;
                        }))
        .isSameAs(thrown);
    assertFailure(spans.only(), "java.lang.AssertionError", "no");
  }

  @Test
  void scopedStepIsMarkedByHand() {
    try (ChatSpan chat = tracer.chat("m").start()) {
      chat.error(new IllegalStateException());
    }

    assertFailure(
        spans.only(), "java.lang.IllegalStateException", "java.lang.IllegalStateException");
  }

  @Test
  void failedStageIsRecordedWithoutItsWrapper() {
    CompletableFuture<String> traced =
        tracer
            .chat("m")
            .callAsync(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          throw new IllegalArgumentException("bad model");
                        }));

    assertThatThrownBy(traced::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertFailure(spans.only(), "java.lang.IllegalArgumentException", "bad model");
  }

  @Test
  void startThatFailsIsRecordedAndRethrown() {
    IllegalStateException thrown = new IllegalStateException("no connection");

    assertThatThrownBy(
            () ->
                tracer
                    .chat("m")
                    .callAsync(
                        () -> {
                          if (thrown != null) {
                            throw thrown;
                          }
                          return CompletableFuture.completedFuture("");
                        }))
        .isSameAs(thrown);
    assertFailure(spans.only(), "java.lang.IllegalStateException", "no connection");
  }

  @Test
  void cancelledStageIsAnError() {
    CompletableFuture<String> source = new CompletableFuture<>();
    CompletableFuture<String> traced = tracer.tool("t").callAsync(() -> source);

    source.cancel(true);

    assertThat(traced).isCompletedExceptionally();
    assertFailureType(spans.only(), CancellationException.class.getName());
  }

  @Test
  void cancellingTheOutcomeCancelsTheStage() {
    CompletableFuture<String> source = new CompletableFuture<>();
    CompletableFuture<String> traced = tracer.tool("t").callAsync(() -> source);

    traced.cancel(true);

    assertThat(source).isCancelled();
    assertFailureType(spans.only(), CancellationException.class.getName());
  }

  @Test
  void cancellingTheOutcomeOfAStageThatIsNoFutureEndsTheSpan() {
    CompletionStage<String> source = new CompletableFuture<String>().minimalCompletionStage();

    tracer.tool("t").callAsync(() -> source).cancel(true);

    assertFailureType(spans.only(), CancellationException.class.getName());
  }

  @Test
  void outcomeThatTheCallerFailsEndsTheSpan() {
    CompletableFuture<String> traced = tracer.tool("t").callAsync(CompletableFuture<String>::new);

    traced.completeExceptionally(new TimeoutException("too slow"));

    assertFailureType(spans.only(), "java.util.concurrent.TimeoutException");
  }

  @Test
  void workThatReturnsNoStageFailsTheOutcomeOnly() {
    CompletableFuture<String> traced = tracer.tool("t").callAsync(() -> null);

    assertThatThrownBy(traced::join).hasCauseInstanceOf(NullPointerException.class);
    assertFailureType(spans.only(), "java.lang.NullPointerException");
  }

  @Test
  void exceptionThatCannotBeReadDoesNotReplaceItself() {
    RuntimeException unreadable =
        new RuntimeException() {
          private static final long serialVersionUID = 1;

          @Override
          public String getMessage() {
            throw new UnsupportedOperationException();
          }
        };

    assertThatThrownBy(
            () ->
                tracer
                    .tool("t")
                    .run(
                        () -> {
                          throw unreadable;
                        }))
        .isSameAs(unreadable);
    assertThat(spans.only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void contentThatCannotBeReadIsSaidSo() {
    Object unreadable =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException();
          }
        };

    Object result = tracer.tool("t").call(() -> unreadable);

    assertThat(result).isSameAs(unreadable);
    assertThat(RecordedSpans.attributes(spans.only()))
        .containsEntry(
            "gen_ai.tool.call.result", "<could not be read: java.lang.IllegalStateException>");
    assertThat(spans.only().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  private static void assertFailureType(SpanData span, String type) {
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(RecordedSpans.attributes(span)).containsEntry("error.type", type);
  }

  private static void assertFailure(SpanData span, String type, String message) {
    assertThat(span.getStatus().getDescription()).isEqualTo(message);
    assertFailureType(span, type);
    assertThat(span.getEvents()).extracting(EventData::getName).containsExactly("exception");
    var event = span.getEvents().get(0).getAttributes();
    assertThat(event.get(AttributeKey.stringKey("exception.type"))).isEqualTo(type);
    assertThat(event.get(AttributeKey.stringKey("exception.stacktrace"))).contains("FailureTest");
  }
}
