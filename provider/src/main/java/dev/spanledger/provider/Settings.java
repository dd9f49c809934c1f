// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.batching.AsyncBatcher;
import dev.spanledger.batching.AsyncBatcherBuilder;
import dev.spanledger.maintenance.MaintenanceBuilder;
import dev.spanledger.maintenance.RetentionPolicy;
import dev.spanledger.provider.redaction.Redaction;
import dev.spanledger.schema.ContentStorage;
import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.SchemaMode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every setting with its default and its bounds. Immutable. */
final class Settings {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;
  private static final Duration MS = Duration.ofMillis(1);
  private static final Duration AFTER_ABORT = Duration.ofSeconds(2);

  /** Where somebody looks at the runs while they run, or as soon as they have. */
  private static final Duration WATCHED_DELAY = Duration.ofMillis(100);

  private static final Duration WATCHED_AFTER = Duration.ofMillis(100);

  /** Of a queue, kept for roots and errors. */
  private static final int IMPORTANT_PERCENT = 10;

  private final Map<Knob, Object> given;

  private Settings(Map<Knob, Object> given) {
    this.given = given;
  }

  /**
   * What the builder says, else what {@code elsewhere} does, else the default.
   *
   * @throws IllegalArgumentException for a value that means nothing or is out of bounds, naming its
   *     key
   */
  static Settings of(Map<Knob, Object> builder, Function<Knob, @Nullable String> elsewhere) {
    Map<Knob, Object> given = new EnumMap<>(Knob.class);
    for (Knob knob : Knob.values()) {
      String text = elsewhere.apply(knob);
      if (text != null && !text.isBlank()) {
        given.put(knob, text);
      }
    }
    given.putAll(builder);
    Settings settings = new Settings(given);
    settings.check();
    return settings;
  }

  /** What the application says itself beats the level of tracing, which beats other settings. */
  ContentCapture contentCapture() {
    ContentCapture capture = oneOf(Knob.CONTENT_CAPTURE, ContentCapture.DETAILED);
    boolean byBuilder = given.get(Knob.CONTENT_CAPTURE) instanceof ContentCapture;
    ContentCapture level = oneOf(Knob.TRACING_LEVEL, capture);
    return byBuilder ? capture : level;
  }

  TracingSettings tracing() {
    boolean online = switchedOn(Knob.TRACING_ONLINE);
    // Each is looked at, so that a bad value of any is refused.
    boolean files =
        Stream.of(Knob.TRACING, Knob.TRACING_EXPORT).filter(this::switchedOn).count() > 0 || online;
    return new TracingSettings(
        files,
        online,
        path(Knob.TRACING_DIR),
        duration(
            Knob.TRACING_TIMEOUT,
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofMinutes(10)));
  }

  ProcessDefaults defaults() {
    String tags = text(Knob.TAGS);
    List<String> all =
        tags == null
            ? List.of()
            : Arrays.stream(tags.split(",")).map(String::trim).filter(t -> !t.isEmpty()).toList();
    return new ProcessDefaults(text(Knob.SESSION_ID), text(Knob.USER_ID), all);
  }

  Redaction redaction() {
    return oneOf(Knob.REDACTION, Redaction.CREDENTIALS);
  }

  ContentStorage contentStorage() {
    return oneOf(Knob.CONTENT_STORAGE, ContentStorage.SHARED);
  }

  SchemaMode schemaMode() {
    return oneOf(Knob.SCHEMA_MODE, SchemaMode.CREATE);
  }

  Partitioning partitioning() {
    return oneOf(Knob.PARTITIONING, Partitioning.DAILY);
  }

  @Nullable String schema() {
    return text(Knob.SCHEMA);
  }

  /** A span that is too large for the queue is cut, not lost. */
  long maxSpanBytes() {
    return Math.min(count(Knob.SPAN_MAX_BYTES, MIB, 4 * KIB, 64 * MIB), maxQueueBytes());
  }

  int maxAttributeChars() {
    return (int) count(Knob.ATTRIBUTE_MAX_CHARS, 256 * KIB, 256, 16 * MIB);
  }

  /** Of log records that are not yet with a span in a queue. */
  long maxLogBytes() {
    return count(Knob.LOGS_MAX_BYTES, 8 * MIB, 64 * KIB, 4 * KIB * MIB);
  }

  Duration logGrace() {
    return duration(Knob.LOGS_GRACE, Duration.ofSeconds(2), Duration.ZERO, Duration.ofMinutes(1));
  }

  Duration writeTimeout() {
    return duration(
        Knob.WRITE_TIMEOUT, Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(10));
  }

  /** Only what cannot be broken off at the end of {@link #writeTimeout} shall get so far. */
  Duration networkTimeout() {
    return writeTimeout().plus(AFTER_ABORT);
  }

  /** Null where spans that wait are in memory only. */
  @Nullable Path spillDirectory() {
    return path(Knob.SPILL_DIRECTORY);
  }

  private @Nullable Path path(Knob knob) {
    String path = text(knob);
    try {
      return path == null ? null : Path.of(path);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "%s must be a directory, but is '%s'".formatted(knob.property(), path), e);
    }
  }

  long maxSpillBytes() {
    return count(Knob.SPILL_MAX_BYTES, KIB * MIB, MIB, MIB * MIB - 1);
  }

  Duration closeTimeout() {
    return duration(
        Knob.CLOSE_TIMEOUT, Duration.ofSeconds(10), Duration.ZERO, Duration.ofMinutes(10));
  }

  boolean closeOnExit() {
    return flag(Knob.CLOSE_ON_EXIT, false);
  }

  /** Whether this process takes part in keeping the databases in order. */
  boolean maintenance() {
    return flag(Knob.MAINTENANCE, true);
  }

  /** Gives maintenance its part of the settings. */
  MaintenanceBuilder tune(MaintenanceBuilder maintenance) {
    RetentionPolicy retention = retention();
    if (retention != null) {
      maintenance.retention(retention);
    }
    return maintenance
        .interval(
            duration(
                Knob.MAINTENANCE_INTERVAL,
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                Duration.ofDays(1)))
        .partitionsAhead((int) count(Knob.PARTITIONS_AHEAD, 7, 1, 366));
  }

  /** Null where traces are kept for ever. */
  @Nullable RetentionPolicy retention() {
    if (given.get(Knob.RETENTION_DAYS) instanceof RetentionPolicy policy) {
      return policy;
    }
    Integer days = days(Knob.RETENTION_DAYS);
    RetentionPolicy.Builder policy = RetentionPolicy.builder();
    boolean limits = days != null;
    if (days != null) {
      policy.days(days);
    }
    limits |= ifGiven(days(Knob.RETENTION_ERROR_DAYS), policy::daysOfErrors);
    limits |= ifGiven(days(Knob.RETENTION_SCORED_DAYS), policy::daysOfScored);
    limits |= ifGiven(days(Knob.RETENTION_CONTENT_DAYS), policy::daysOfContent);
    limits |= ifGiven(atLeast(Knob.RETENTION_MAX_TRACES, 1), policy::maxTraces);
    limits |= ifGiven(atLeast(Knob.RETENTION_MAX_BYTES, MIB), policy::maxBytes);
    return limits ? built(policy) : null;
  }

  private static RetentionPolicy built(RetentionPolicy.Builder policy) {
    try {
      return policy.build();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s and the other settings of retention do not go together: %s"
              .formatted(Knob.RETENTION_DAYS.property(), e.getMessage()),
          e);
    }
  }

  private static <T> boolean ifGiven(@Nullable T value, Consumer<T> setting) {
    if (value != null) {
      setting.accept(value);
    }
    return value != null;
  }

  private @Nullable Integer days(Knob knob) {
    Object value = given.get(knob);
    return value == null ? null : (int) count(knob, 0, 1, RetentionPolicy.FOREVER);
  }

  private @Nullable Long atLeast(Knob knob, long min) {
    return given.get(knob) == null ? null : count(knob, 0, min, Long.MAX_VALUE);
  }

  /** Zero where spans that run are not reported. */
  Duration openSpansAfter() {
    Duration otherwise = tracing().isOn() ? WATCHED_AFTER : Duration.ofSeconds(2);
    return duration(Knob.OPEN_SPANS_AFTER, otherwise, Duration.ZERO, Duration.ofHours(1));
  }

  Duration pricesReload() {
    return duration(
        Knob.PRICES_RELOAD, Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofDays(1));
  }

  /** Gives the batcher its part of the settings. */
  <T> AsyncBatcherBuilder<T> tune(AsyncBatcherBuilder<T> batcher) {
    return batcher
        .maxQueueBytes(maxQueueBytes())
        .maxQueueItems((int) count(Knob.QUEUE_MAX_SPANS, 65_536, 1, 8_000_000))
        .maxItemBytes(maxQueueBytes())
        .reservePercent(IMPORTANT_PERCENT)
        .batchSize((int) count(Knob.BATCH_SIZE, 512, 1, 10_000))
        .maxDelay(duration(Knob.BATCH_DELAY, batchDelay(), MS, Duration.ofMinutes(1)))
        .retryBackoff(retryInitial(), retryMax())
        .writeTimeout(writeTimeout())
        .closeTimeout(closeTimeout());
  }

  Duration batchDelay() {
    return tracing().online() ? WATCHED_DELAY : Duration.ofSeconds(1);
  }

  /** The attributes that every span of this process has which does not state them itself. */
  Map<String, String> ofProcess() {
    Map<String, String> attributes = new HashMap<>();
    for (Knob knob : List.of(Knob.PROJECT, Knob.BUILD)) {
      String value = text(knob);
      if (value != null) {
        attributes.put(knob.property(), value);
      }
    }
    return attributes;
  }

  long maxQueueBytes() {
    return count(Knob.QUEUE_MAX_BYTES, 32 * MIB, 64 * KIB, 16 * KIB * MIB);
  }

  private Duration retryInitial() {
    return duration(Knob.RETRY_INITIAL, Duration.ofMillis(100), MS, Duration.ofMinutes(1));
  }

  private Duration retryMax() {
    Duration max = duration(Knob.RETRY_MAX, Duration.ofSeconds(10), MS, Duration.ofMinutes(10));
    return Knob.RETRY_MAX.duration(max, retryInitial(), Duration.ofMinutes(10));
  }

  /** Every value is looked at before anything is opened or started. */
  private void check() {
    contentCapture();
    redaction();
    contentStorage();
    schemaMode();
    partitioning();
    maxSpanBytes();
    maxAttributeChars();
    maxSpanBytes();
    maxLogBytes();
    logGrace();
    closeOnExit();
    maintenance();
    retention();
    pricesReload();
    tracing();
    openSpansAfter();
    spillDirectory();
    maxSpillBytes();
    tune(AsyncBatcher.builder("check", batch -> {}));
  }

  private @Nullable String text(Knob knob) {
    Object value = given.get(knob);
    return value == null ? null : value.toString();
  }

  private long count(Knob knob, long otherwise, long min, long max) {
    Object value = given.get(knob);
    if (value instanceof String text) {
      return knob.count(text, min, max);
    }
    return value == null ? otherwise : knob.count(((Number) value).longValue(), min, max);
  }

  private Duration duration(Knob knob, Duration otherwise, Duration min, Duration max) {
    Object value = given.get(knob);
    if (value instanceof String text) {
      return knob.duration(text, min, max);
    }
    return value == null ? otherwise : knob.duration((Duration) value, min, max);
  }

  private boolean flag(Knob knob, boolean otherwise) {
    Object value = given.get(knob);
    return value == null ? otherwise : knob.flag(value.toString());
  }

  private boolean switchedOn(Knob knob) {
    Object value = given.get(knob);
    return value != null && knob.switchedOn(value.toString());
  }

  private <E extends Enum<E>> E oneOf(Knob knob, E otherwise) {
    Object value = given.get(knob);
    return value == null
        ? otherwise
        : knob.oneOf(otherwise.getDeclaringClass(), value.toString().toUpperCase(Locale.ROOT));
  }
}
