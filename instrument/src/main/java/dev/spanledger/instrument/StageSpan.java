// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.instrument;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Ends a step when a stage completes. */
final class StageSpan<T extends @Nullable Object> {

  private final Step<?> step;
  private final Consumer<T> returned;

  private StageSpan(Step<?> step, Consumer<T> returned) {
    this.step = step;
    this.returned = returned;
  }

  /**
   * The outcome completes after the span has ended, so that a caller who waits for it finds the
   * span finished; and it hands a cancellation back to the stage.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // What the actions here throw is nothing.
  static <T extends @Nullable Object> CompletableFuture<T> follow(
      @Nullable CompletionStage<T> stage, Step<?> step, Consumer<T> returned) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    StageSpan<T> span = new StageSpan<>(step, returned);
    outcome.whenComplete(span::end);
    if (stage == null) {
      outcome.completeExceptionally(new NullPointerException("the work returned no stage"));
      return outcome;
    }
    outcome.whenComplete((value, failure) -> cancelIfCancelled(outcome, stage));
    stage.whenComplete((value, failure) -> span.endThenComplete(outcome, value, failure));
    return outcome;
  }

  private void endThenComplete(CompletableFuture<T> outcome, T value, @Nullable Throwable failure) {
    end(value, failure);
    if (failure == null) {
      outcome.complete(value);
    } else {
      outcome.completeExceptionally(failure);
    }
  }

  private void end(T value, @Nullable Throwable failure) {
    if (step.isEnded()) {
      return;
    }
    if (failure == null) {
      returned.accept(value);
    } else {
      step.error(failure);
    }
    step.end();
  }

  private static void cancelIfCancelled(CompletableFuture<?> outcome, CompletionStage<?> stage) {
    if (outcome.isCancelled()) {
      try {
        stage.toCompletableFuture().cancel(true);
      } catch (UnsupportedOperationException notAFuture) {
        // A stage that is not a future cannot be cancelled; its span has ended all the same.
      }
    }
  }
}
