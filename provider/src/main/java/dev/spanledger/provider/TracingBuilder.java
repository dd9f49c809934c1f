// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What is to be had of a process' runs beside their rows: files when it ends, and a page while it
 * runs. See docs/tracing-files.md. Not thread-safe.
 */
public final class TracingBuilder {
  private final BiConsumer<Knob, Object> set;

  TracingBuilder(BiConsumer<Knob, Object> set) {
    this.set = set;
  }

  /**
   * Records everything, and writes files of this process' runs when the ledger is closed. Key
   * {@code tracing}, default false.
   */
  public TracingBuilder on(boolean on) {
    return set(Knob.TRACING, on);
  }

  /** Writes the files, whatever is recorded. Key {@code tracing.export}, default false. */
  public TracingBuilder export(boolean export) {
    return set(Knob.TRACING_EXPORT, export);
  }

  /**
   * As {@link #on}, and shows the runs while they run: {@code batch.delay} is 100 ms by default
   * then. Key {@code tracing.online}, default false.
   */
  public TracingBuilder online(boolean online) {
    return set(Knob.TRACING_ONLINE, online);
  }

  /**
   * The folder of the files itself. Key {@code tracing.dir}, default {@code
   * traces/trace_<time>_<process>}.
   */
  public TracingBuilder directory(Path directory) {
    return set(Knob.TRACING_DIR, directory);
  }

  /** Beats {@code content.capture}, unless the builder sets that. Key {@code tracing.level}. */
  public TracingBuilder level(ContentCapture level) {
    return set(Knob.TRACING_LEVEL, level);
  }

  /** For writing the files. Key {@code tracing.timeout}, default 10 s, from 100 ms to 10 min. */
  public TracingBuilder timeout(Duration timeout) {
    return set(Knob.TRACING_TIMEOUT, timeout);
  }

  /** The session of runs that state none. Key {@code session.id}, no default. */
  public TracingBuilder sessionId(String sessionId) {
    return set(Knob.SESSION_ID, sessionId);
  }

  /** The user of runs that state none. Key {@code user.id}, no default. */
  public TracingBuilder userId(String userId) {
    return set(Knob.USER_ID, userId);
  }

  /** Further tags of all runs. Key {@code tags}, with commas between them, no default. */
  public TracingBuilder tags(List<String> tags) {
    return set(Knob.TAGS, String.join(",", tags));
  }

  private TracingBuilder set(Knob knob, Object value) {
    set.accept(knob, value);
    return this;
  }
}
