// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.appthread;

import dev.spanledger.benchmarks.appthread.SwitchedDataSource.Answer;
import dev.spanledger.provider.Spanledger;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A ledger whose database is away, and that is given up for a new one to empty its queue: storing
 * what waits would take most of the time that there is for measuring.
 */
final class Outage implements SpanProcessor {
  private static final long LEAVE_NANOS = 2_000_000;

  private final SwitchedDataSource source;
  private final Answer answer;
  private volatile Spanledger ledger;
  private volatile SpanProcessor processor;

  Outage(SwitchedDataSource source, Answer answer) {
    this.source = source;
    this.answer = answer;
    this.ledger = open();
    this.processor = ledger.spanProcessor();
  }

  /** Its database is there until it is open. */
  private Spanledger open() {
    source.answers(Answer.CONNECTION);
    Spanledger opened =
        Spanledger.builder(source)
            .retry(Duration.ofMillis(20), Duration.ofMillis(20))
            .closeTimeout(Duration.ZERO)
            .build();
    source.answers(answer);
    return opened;
  }

  /** Forgets what waits; does nothing where nothing does, for spans may have begun by now. */
  void restart() {
    if (ledger.stats().ledger().accepted() == 0) {
      return;
    }
    ledger.close();
    source.answers(Answer.REFUSAL);
    LockSupport.parkNanos(LEAVE_NANOS); // Whoever still waits for a connection is to leave.
    ledger = open();
    processor = ledger.spanProcessor();
  }

  @Override
  public void onStart(Context parentContext, ReadWriteSpan span) {
    processor.onStart(parentContext, span);
  }

  @Override
  public boolean isStartRequired() {
    return true;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    processor.onEnd(span);
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode shutdown() {
    return processor.shutdown();
  }
}
