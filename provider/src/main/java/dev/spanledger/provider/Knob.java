// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every setting, by its key. A value given to the builder beats the system property {@code
 * spanledger.<key>}, which beats the environment variable {@code SPANLEDGER_<KEY>} with underscores
 * for dots.
 */
enum Knob {
  JDBC_URL("jdbc.url"),
  JDBC_USER("jdbc.user"),
  JDBC_PASSWORD("jdbc.password"),
  SCHEMA("schema"),
  SCHEMA_MODE("schema.mode"),
  PARTITIONING("partitioning"),
  CONTENT_CAPTURE("content.capture"),
  REDACTION("redaction"),
  CONTENT_STORAGE("content.storage"),
  QUEUE_MAX_BYTES("queue.max.bytes"),
  QUEUE_MAX_SPANS("queue.max.spans"),
  SPAN_MAX_BYTES("span.max.bytes"),
  LOGS_MAX_BYTES("logs.max.bytes"),
  LOGS_GRACE("logs.grace"),
  ATTRIBUTE_MAX_CHARS("attribute.max.chars"),
  BATCH_SIZE("batch.size"),
  BATCH_DELAY("batch.delay"),
  RETRY_INITIAL("retry.initial"),
  RETRY_MAX("retry.max"),
  WRITE_TIMEOUT("write.timeout"),
  SPILL_DIRECTORY("spill.directory"),
  SPILL_MAX_BYTES("spill.max.bytes"),
  OPEN_SPANS_AFTER("open.spans.after"),
  CLOSE_TIMEOUT("close.timeout"),
  CLOSE_ON_EXIT("close.on.exit"),
  PRICES_RELOAD("prices.reload"),
  MAINTENANCE("maintenance"),
  MAINTENANCE_INTERVAL("maintenance.interval"),
  PARTITIONS_AHEAD("partitions.ahead"),
  RETENTION_DAYS("retention.days"),
  RETENTION_ERROR_DAYS("retention.error.days"),
  RETENTION_SCORED_DAYS("retention.scored.days"),
  RETENTION_CONTENT_DAYS("retention.content.days"),
  RETENTION_MAX_TRACES("retention.max.traces"),
  RETENTION_MAX_BYTES("retention.max.bytes"),
  TRACING("tracing"),
  TRACING_EXPORT("tracing.export"),
  TRACING_ONLINE("tracing.online"),
  TRACING_LEVEL("tracing.level"),
  TRACING_DIR("tracing.dir"),
  TRACING_TIMEOUT("tracing.timeout"),
  PROJECT("project"),
  BUILD("build"),
  SESSION_ID("session.id"),
  USER_ID("user.id"),
  TAGS("tags");

  private static final String PREFIX = "spanledger.";

  /**
   * Settings of other parts: of the LangChain4j integration, of the command line, and of the
   * project's own tests and sample.
   */
  private static final List<String> ELSEWHERE =
      List.of("langchain4j.enabled", "db", "test.", "faults", "corpus", "sample.");

  private final String key;

  Knob(String key) {
    this.key = key;
  }

  /** As users write it. */
  String property() {
    return PREFIX + key;
  }

  String variable() {
    return property().toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /** Looks among system properties, then in the environment. */
  static Function<Knob, @Nullable String> ofProcess() {
    return knob -> {
      String property = System.getProperty(knob.property());
      return property != null ? property : System.getenv(knob.variable());
    };
  }

  /**
   * Refuses a setting that does not exist: one that is misspelt would be without effect, and nobody
   * would notice.
   *
   * @throws IllegalArgumentException naming it and those that there are
   */
  static void refuseUnknown() {
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        refuseUnknown(name, Knob::property, "system property");
      }
    }
    for (String name : System.getenv().keySet()) {
      if (name.startsWith("SPANLEDGER_")) {
        refuseUnknown(name, Knob::variable, "environment variable");
      }
    }
  }

  private static void refuseUnknown(String name, Function<Knob, String> spelling, String where) {
    String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
    boolean known = Arrays.stream(values()).anyMatch(knob -> spelling.apply(knob).equals(name));
    boolean elsewhere = ELSEWHERE.stream().anyMatch(part -> property.startsWith(PREFIX + part));
    if (!known && !elsewhere) {
      throw new IllegalArgumentException(
          "the %s %s is no setting of Spanledger; there are: %s"
              .formatted(
                  where,
                  name,
                  Arrays.stream(values()).map(spelling).collect(Collectors.joining(", "))));
    }
  }

  long count(String value, long min, long max) {
    long number;
    try {
      number = Long.parseLong(value.trim());
    } catch (NumberFormatException e) {
      throw refused(value, "a whole number");
    }
    return count(number, min, max);
  }

  long count(long value, long min, long max) {
    if (value < min || value > max) {
      throw refused(Long.toString(value), "from " + min + " to " + max);
    }
    return value;
  }

  /** Milliseconds as a plain number, or a number with ms, s or m behind it. */
  Duration duration(String value, Duration min, Duration max) {
    String text = value.trim().toLowerCase(Locale.ROOT);
    try {
      return duration(parse(text), min, max);
    } catch (NumberFormatException | ArithmeticException e) {
      throw refused(value, "milliseconds, or a number with ms, s or m behind it");
    }
  }

  Duration duration(Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw refused(
          TimeUnit.MILLISECONDS.convert(value) + "ms",
          "from " + min.toMillis() + "ms to " + max.toMillis() + "ms");
    }
    return value;
  }

  <E extends Enum<E>> E oneOf(Class<E> type, String value) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(value.trim())) {
        return constant;
      }
    }
    throw refused(value, "one of " + Arrays.toString(type.getEnumConstants()));
  }

  boolean flag(String value) {
    return switch (value.trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refused(value, "true or false");
    };
  }

  /** A flag as people set it at a prompt. */
  boolean switchedOn(String value) {
    return switch (value.trim().toLowerCase(Locale.ROOT)) {
      case "1", "true", "yes", "on" -> true;
      case "0", "false", "no", "off" -> false;
      default -> throw refused(value, "1, true, yes or on, or 0, false, no or off");
    };
  }

  private static Duration parse(String text) {
    if (text.endsWith("ms")) {
      return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2).trim()));
    } else if (text.endsWith("s")) {
      return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1).trim()));
    } else if (text.endsWith("m")) {
      return Duration.ofMinutes(Long.parseLong(text.substring(0, text.length() - 1).trim()));
    }
    return Duration.ofMillis(Long.parseLong(text));
  }

  private IllegalArgumentException refused(String value, String wanted) {
    return new IllegalArgumentException(
        "%s must be %s, but is '%s'".formatted(property(), wanted, value));
  }
}
