// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A span that has not ended: a row of {@code agent_open_spans}, and for how long it has run when
 * the database was asked. Immutable.
 */
public final class OpenSpan {
  private final SpanRow span;
  private final String processId;
  private final Instant heartbeatAt;
  private final @Nullable Instant hangingSince;
  private final Instant askedAt;

  private OpenSpan(
      SpanRow span,
      String processId,
      Instant heartbeatAt,
      @Nullable Instant hangingSince,
      Instant askedAt) {
    this.span = span;
    this.processId = processId;
    this.heartbeatAt = heartbeatAt;
    this.hangingSince = hangingSince;
    this.askedAt = askedAt;
  }

  /** The row that a result set is at. */
  static OpenSpan read(Dialect dialect, ResultSet rows) throws SQLException {
    return new OpenSpan(
        RunningSpan.read(dialect, rows),
        required(dialect, rows, OpenSpanColumns.PROCESS_ID),
        required(dialect, rows, OpenSpanColumns.HEARTBEAT_AT),
        OpenSpanColumns.HANGING_SINCE.cast(dialect.read(rows, OpenSpanColumns.HANGING_SINCE)),
        required(dialect, rows, OpenSpanColumns.ASKED_AT));
  }

  private static <T> T required(Dialect dialect, ResultSet rows, Column<T> column)
      throws SQLException {
    return Objects.requireNonNull(column.cast(dialect.read(rows, column)), column.name());
  }

  /**
   * The value of a column of {@code agent_spans} that {@code agent_open_spans} has as well; null
   * where the span had not stated it, and for all others.
   */
  public <T> @Nullable T get(Column<T> column) {
    return OpenSpanColumns.OF_SPAN.contains(column) ? span.get(column) : null;
  }

  /** 32 lower-case hex digits. */
  public String traceId() {
    return span.traceId();
  }

  /** 16 lower-case hex digits. */
  public String spanId() {
    return span.spanId();
  }

  /** Null for a root. */
  public @Nullable String parentSpanId() {
    return span.parentSpanId();
  }

  public String name() {
    return span.name();
  }

  /** AGENT, LLM, TOOL and so on, as far as the span had said so by then. */
  public String kind() {
    return span.kind();
  }

  public Instant startTime() {
    return span.startTime();
  }

  /** From its start, by its process' clock, until the database was asked, by the database's. */
  public Duration running() {
    Duration running = Duration.between(startTime(), askedAt);
    return running.isNegative() ? Duration.ZERO : running;
  }

  /** How long ago its process was last heard of. */
  public Duration silent() {
    Duration silent = Duration.between(heartbeatAt, askedAt);
    return silent.isNegative() ? Duration.ZERO : silent;
  }

  /** The process that it runs in: an id of its own, not the operating system's alone. */
  public String processId() {
    return processId;
  }

  /** When its process was last heard of, by the database's clock. */
  public Instant heartbeatAt() {
    return heartbeatAt;
  }

  /** When it was found to run much longer than its like; null where it was not. */
  public @Nullable Instant hangingSince() {
    return hangingSince;
  }

  /** The row as a span. */
  SpanRow row() {
    return span;
  }

  @Override
  public String toString() {
    return "OpenSpan[" + traceId() + "/" + spanId() + " " + name() + " " + running() + "]";
  }
}
