// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.provider.messages.LogMessage;
import dev.spanledger.provider.pricing.Pricing;
import dev.spanledger.provider.redaction.SpanOutline;
import dev.spanledger.provider.redaction.SpanRedaction;
import dev.spanledger.provider.semconv.Limits;
import dev.spanledger.provider.semconv.LogDictionary;
import dev.spanledger.provider.semconv.ScoreDictionary;
import dev.spanledger.provider.semconv.SpanDictionary;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanFlags;
import dev.spanledger.schema.SpanRow;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a row of a span, on the worker's thread: redacts it, before anything else looks at it, and
 * then reads it. Never throws for what a span holds, nor for what a redactor does: a span that
 * cannot be redacted, or that the dictionary fails on, is stored without its content. Thread-safe.
 */
final class SpanRecorder {
  private static final Logger log = LoggerFactory.getLogger(Spanledger.class);

  /** Attributes, events and links each get this part of a span that is too large, at first. */
  private static final int JSON_SHARE = 8;

  private static final List<Column<String>> INHERITED = SpanDictionary.inherited();

  private final Settings settings;
  private final SpanRedaction redaction;
  private final List<AttributeExtractor> extractors;
  private final Set<Column<?>> added;
  private final SpanDictionary dictionary;
  private final LogDictionary logDictionary;
  private final ScoreDictionary scores;
  private final Pricing pricing;
  private final AtomicLong repaired;
  private final AtomicLong failed;
  private final AtomicLong unredacted;

  /** A span and the log records that were emitted within it. */
  private record Recorded(SpanData data, List<LogMessage> logs) {}

  SpanRecorder(Settings settings, SpanRedaction redaction) {
    this(settings, redaction, List.of(), Map.of());
  }

  /**
   * @param added columns that users have added, and the attributes that fill them
   */
  SpanRecorder(
      Settings settings,
      SpanRedaction redaction,
      List<AttributeExtractor> extractors,
      Map<Column<?>, List<String>> added) {
    this.settings = settings;
    this.redaction = redaction;
    this.extractors = List.copyOf(extractors);
    this.added = Set.copyOf(added.keySet());
    this.dictionary =
        new SpanDictionary(
            settings.contentCapture() == ContentCapture.DETAILED, settings.ofProcess(), added);
    this.logDictionary = new LogDictionary(settings.contentCapture() == ContentCapture.DETAILED);
    this.scores = new ScoreDictionary(settings.contentCapture() == ContentCapture.DETAILED);
    this.pricing = new Pricing();
    this.repaired = new AtomicLong();
    this.failed = new AtomicLong();
    this.unredacted = new AtomicLong();
  }

  private SpanRecorder(SpanRecorder other, Pricing pricing) {
    this.settings = other.settings;
    this.redaction = other.redaction;
    this.extractors = other.extractors;
    this.added = other.added;
    this.dictionary = other.dictionary;
    this.logDictionary = other.logDictionary;
    this.scores = other.scores;
    this.pricing = pricing;
    this.repaired = other.repaired;
    this.failed = other.failed;
    this.unredacted = other.unredacted;
  }

  /** A recorder for one database, that prices by what is in it; they count together. */
  SpanRecorder with(Pricing prices) {
    return new SpanRecorder(this, prices);
  }

  SpanRow record(
      SpanData span, List<LogMessage> logs, @Nullable LiveSpan live, Instant receivedAt) {
    SpanRow row;
    try {
      row = readable(redacted(span, logs), live, receivedAt);
    } catch (RuntimeException | Error e) {
      complainOfRedaction(e);
      row = outlined(new SpanOutline(span), receivedAt);
    }
    repaired.addAndGet(row.repairs());
    return row;
  }

  /**
   * A row of what log records say of a span that is a row already.
   *
   * @param stored that row, null where there is none: then the records judge a step that is stored
   *     elsewhere
   */
  SpanRow amendment(
      String traceId, String spanId, SpanLogs.@Nullable Stored stored, List<LogMessage> logs) {
    SpanRow.Builder row =
        SpanRow.builder()
            .set(SpanColumns.TRACE_ID, traceId)
            .set(SpanColumns.SPAN_ID, spanId)
            .set(SpanColumns.KIND, stored == null ? null : stored.kind())
            .set(SpanColumns.START_TIME, stored == null ? Instant.EPOCH : stored.startTime());
    try {
      amend(row, redacted(logs));
    } catch (RuntimeException | Error e) {
      complainOfRedaction(e);
    }
    SpanRow built = row.build();
    repaired.addAndGet(built.repairs());
    return built;
  }

  private void amend(SpanRow.Builder row, List<LogMessage> redacted) {
    try {
      Limits limits = Limits.ofTexts(settings.maxAttributeChars());
      logDictionary.describe(redacted, row, limits);
      scores.judge(null, redacted, row, limits);
    } catch (RuntimeException | StackOverflowError e) {
      complain(e);
    }
  }

  /** How many values had to be repaired before a database would take them. */
  long repaired() {
    return repaired.get();
  }

  /** How many spans were stored without their attributes, because reading those failed. */
  long failed() {
    return failed.get();
  }

  /** How many spans were stored without their content, because redacting them failed. */
  long unredacted() {
    return unredacted.get();
  }

  /** A user's extractor threw: what it would have taken out of sight must not be stored. */
  private static final class ExtractionFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExtractionFailure(Throwable cause) {
      super(cause);
    }
  }

  private Recorded redacted(SpanData span, List<LogMessage> logs) {
    return new Recorded(redaction.redact(span), redacted(logs));
  }

  private List<LogMessage> redacted(List<LogMessage> logs) {
    return logs.stream().map(this::redacted).toList();
  }

  private LogMessage redacted(LogMessage log) {
    Object body = log.body();
    return new LogMessage(
        redaction.text("event.name", log.eventName()),
        redaction.attributes(log.attributes()),
        body == null ? null : redaction.value("body", body),
        log.epochNanos());
  }

  private SpanRow readable(Recorded redacted, @Nullable LiveSpan live, Instant receivedAt) {
    try {
      return described(redacted, live, receivedAt);
    } catch (ExtractionFailure e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      complain(e);
      return identity(redacted.data, receivedAt)
          .set(SpanColumns.NAME, Limits.LOWEST.text(redacted.data.getName()))
          .build();
    }
  }

  private SpanRow outlined(SpanData outline, Instant receivedAt) {
    SpanRow.Builder row = identity(outline, receivedAt);
    dictionary.describe(outline, row, Limits.LOWEST);
    return row.build();
  }

  /** A span that is too large is cut more and more, until its row fits. */
  private SpanRow described(Recorded span, @Nullable LiveSpan live, Instant receivedAt) {
    long most = settings.maxSpanBytes();
    int maxChars = settings.maxAttributeChars();
    SpanSize size = SpanSize.of(span.data, span.logs);
    if (size.bytes() <= most) {
      return described(span, live, receivedAt, Limits.ofTexts(maxChars));
    }
    Limits limits = new Limits(Math.min(maxChars, size.share(most)), (int) (most / JSON_SHARE));
    SpanRow row = described(span, live, receivedAt, limits);
    while (SpanSize.of(row) > most && !limits.areLowest()) {
      limits = limits.halved();
      row = described(span, live, receivedAt, limits);
    }
    return row;
  }

  private SpanRow described(
      Recorded span, @Nullable LiveSpan live, Instant receivedAt, Limits limits) {
    SpanRow.Builder row = identity(span.data, receivedAt);
    extract(span.data, row, limits);
    dictionary.describe(span.data, row, limits, live == null ? null : live.parent());
    logDictionary.describe(span.logs, row, limits);
    scores.judge(span.data, span.logs, row, limits);
    if (live != null) {
      inherit(live, row);
    }
    pricing.price(row);
    return row.build();
  }

  private void extract(SpanData span, SpanRow.Builder row, Limits limits) {
    if (extractors.isEmpty()) {
      return;
    }
    boolean content = settings.contentCapture() == ContentCapture.DETAILED;
    ExtractedColumns columns = new ExtractedColumns(row, added, content, redaction, limits);
    try {
      extractors.forEach(extractor -> extractor.extract(span, columns));
    } catch (RuntimeException | Error e) {
      throw new ExtractionFailure(e);
    }
  }

  /** Ancestors and baggage are not redacted where they are. */
  private void inherit(LiveSpan live, SpanRow.Builder row) {
    live.inherit(row);
    for (Column<String> column : INHERITED) {
      String id = row.get(column);
      row.set(column, id == null ? null : redaction.text(column.name(), id));
    }
  }

  private static SpanRow.Builder identity(SpanData span, Instant receivedAt) {
    SpanContext context = span.getSpanContext();
    String parent = span.getParentSpanId();
    return SpanRow.builder()
        .set(SpanColumns.TRACE_ID, context.getTraceId())
        .set(SpanColumns.SPAN_ID, context.getSpanId())
        .set(SpanColumns.PARENT_SPAN_ID, SpanId.isValid(parent) ? parent : null)
        .set(SpanColumns.OTEL_KIND, span.getKind().name())
        .set(SpanColumns.TRACE_STATE, traceState(context.getTraceState()))
        .set(SpanColumns.FLAGS, flags(span))
        .set(SpanColumns.SCOPE_NAME, span.getInstrumentationScopeInfo().getName())
        .set(SpanColumns.SCOPE_VERSION, span.getInstrumentationScopeInfo().getVersion())
        .set(SpanColumns.STATUS, span.getStatus().getStatusCode().name())
        .times(span.getStartEpochNanos(), span.getEndEpochNanos(), receivedAt);
  }

  private static long flags(SpanData span) {
    long flags = span.getSpanContext().getTraceFlags().asByte() & 0xFFL;
    boolean remote = span.getParentSpanContext().isRemote();
    return flags | SpanFlags.HAS_IS_REMOTE | (remote ? SpanFlags.PARENT_IS_REMOTE : 0);
  }

  private static @Nullable String traceState(TraceState state) {
    return state.isEmpty()
        ? null
        : state.asMap().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
  }

  /** Says it once, and without the payload. */
  private void complain(Throwable e) {
    if (failed.getAndIncrement() == 0) {
      log.warn(
          "spanledger: a span's attributes could not be read ({}); such spans are stored without them, and counted",
          e.getClass().getName());
    }
  }

  /** Says it once, and without the payload: what a redactor throws may quote it. */
  private void complainOfRedaction(Throwable e) {
    if (unredacted.getAndIncrement() == 0) {
      Throwable cause = e instanceof ExtractionFailure ? e.getCause() : null;
      log.warn(
          "spanledger: a redactor or extractor failed; such spans are stored without their content, and counted",
          new WithoutMessage(cause == null ? e : cause));
    }
  }
}
