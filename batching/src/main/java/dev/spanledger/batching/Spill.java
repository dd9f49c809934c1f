// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching;

import static java.util.Objects.requireNonNull;

import dev.spanledger.batching.spill.Journal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * What a batcher with a spill directory has and others have not: the journal, the backlog between
 * the two threads that wait for the disk and the one that waits for the database, and these two.
 */
final class Spill<T> {

  final SpillFormat<T> format;
  final Journal journal;
  final Backlog<T> backlog;
  final SpillLog log;

  /** Completes when nothing is done to files any more. */
  final CompletableFuture<Boolean> ended = new CompletableFuture<>();

  private final Pipeline<T> shared;
  private final SpillSync<T> sync;
  private final Thread stageThread;
  private final Thread syncThread;
  private volatile boolean drained;
  private volatile boolean safe;

  Spill(AsyncBatcherBuilder<T> settings, Pipeline<T> shared, Journal journal) {
    this.shared = shared;
    this.journal = journal;
    this.format = requireNonNull(settings.spillFormat);
    this.log = new SpillLog(settings.log, settings.name, settings.time);
    this.backlog = new Backlog<>(journal, format, shared.settlement, log, settings.time);
    this.sync = new SpillSync<>(settings.time, shared, this);
    this.stageThread = daemon(settings.name + "-spill", new SpillStage<>(settings, shared, this));
    this.syncThread = daemon(settings.name + "-sync", sync);
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    shared.wakeup.wakesBy(() -> LockSupport.unpark(stageThread));
    stageThread.start();
    syncThread.start();
  }

  /** Called by the stage after each append. */
  void appended() {
    log.appended();
    if (sync.appended()) {
      LockSupport.unpark(syncThread);
    }
  }

  /** Called by the stage with flushes, when everything before them is handed over. */
  void pass(FlushMark<T> mark) {
    FlushMark<T> again = new FlushMark<>();
    FlushTicket<T> ticket = mark.take();
    while (ticket != null) {
      FlushTicket<T> following = ticket.next;
      again.join(ticket);
      sync.ask(ticket);
      ticket = following;
    }
    backlog.add(again);
    LockSupport.unpark(syncThread);
    shared.workerWakeup.now();
  }

  /** Answers a flush from what is on disk, if that is enough; says whether it was. */
  boolean isAnswered(CompletableFuture<Boolean> flush) {
    return sync.isAnswered(flush);
  }

  /** Called by the worker after a try that failed. */
  void databaseFails() {
    sync.databaseFails();
    if (safe) {
      shared.closing.giveUp(); // Nothing would be lost; whoever closes need not wait.
    }
  }

  void databaseAnswers() {
    sync.databaseAnswers();
  }

  /** Called by the stage, when the gate is shut and everything is handed over. */
  void drained() {
    safe = journal.sync() && shared.settlement.isAllOnDisk();
    drained = true;
    shared.workerWakeup.now();
  }

  boolean isDrained() {
    return drained;
  }

  /** Whether, after the gate was shut, everything is on disk for good that is not done. */
  boolean isSafe() {
    return safe;
  }

  /** Called by the stage as its last act. */
  void end() {
    try {
      journal.close();
      log.left(shared.counters.spilled.get());
    } finally {
      LockSupport.unpark(syncThread);
      ended.complete(true);
    }
  }
}
