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
import dev.spanledger.schema.SpanRow;
import dev.spanledger.schema.TextMemory;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a row of a span, on the worker's thread: redacts it, before anything else looks at it, and
 * then reads it. Never throws for what a span holds, nor for what a redactor does: a span that
 * cannot be redacted, or that the dictionary fails on, is stored without its content. Thread-safe.
 */
final class SpanRecorder {
  /** Attributes, events and links each get this part of a span that is too large, at first. */
  private static final int JSON_SHARE = 8;

  private static final List<Column<String>> INHERITED = SpanDictionary.inherited();

  /** The last prompts and tools; what is long is long because of them. */
  private static final int REMEMBERED_CHARS = 4 << 20;

  private final TextMemory memory;
  private final Settings settings;
  private final ProcessDefaults defaults;
  private final SpanRedaction redaction;
  private final List<AttributeExtractor> extractors;
  private final Set<Column<?>> added;
  private final SpanDictionary dictionary;
  private final LogDictionary logDictionary;
  private final ScoreDictionary scores;
  private final Pricing pricing;
  private final Mishaps mishaps;

  /**
   * A span and the log records that were emitted within it.
   *
   * @param own what is known of the span beside what it says; null where nothing is
   */
  private record Recorded(SpanData data, List<LogMessage> logs, @Nullable AttributeExtractor own) {}

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
    this.memory = new TextMemory(REMEMBERED_CHARS);
    this.settings = settings;
    this.defaults = settings.defaults();
    this.redaction = redaction;
    this.extractors = List.copyOf(extractors);
    this.added = Set.copyOf(added.keySet());
    this.dictionary =
        new SpanDictionary(
            settings.contentCapture() == ContentCapture.DETAILED,
            settings.ofProcess(),
            added,
            memory);
    this.logDictionary = new LogDictionary(settings.contentCapture() == ContentCapture.DETAILED);
    this.scores = new ScoreDictionary(settings.contentCapture() == ContentCapture.DETAILED);
    this.pricing = new Pricing();
    this.mishaps = new Mishaps();
  }

  private SpanRecorder(SpanRecorder other, Pricing pricing) {
    this.memory = other.memory;
    this.settings = other.settings;
    this.defaults = other.defaults;
    this.redaction = other.redaction;
    this.extractors = other.extractors;
    this.added = other.added;
    this.dictionary = other.dictionary;
    this.logDictionary = other.logDictionary;
    this.scores = other.scores;
    this.pricing = pricing;
    this.mishaps = other.mishaps;
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
      mishaps.unredacted(thrown(e));
      row = outlined(new SpanOutline(span), receivedAt);
    }
    mishaps.repaired(row.repairs());
    return row;
  }

  /**
   * The same of a span that runs: a row that ends when it begins and holds no content; null where
   * its start cannot be right, because such a row would not be found again.
   */
  @Nullable SpanRow running(SpanData span, LiveSpan live, Instant receivedAt) {
    SpanData begun = new RunningSpanData(span);
    SpanRow row;
    try {
      row = readable(redacted(begun, List.of()), live, receivedAt);
    } catch (RuntimeException | Error e) {
      mishaps.unredacted(thrown(e));
      row = outlined(new SpanOutline(begun), receivedAt);
    }
    return Boolean.TRUE.equals(row.get(SpanColumns.TIME_REPAIRED)) ? null : row;
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
      mishaps.unredacted(e);
    }
    SpanRow built = row.build();
    mishaps.repaired(built.repairs());
    return built;
  }

  private void amend(SpanRow.Builder row, List<LogMessage> redacted) {
    try {
      Limits limits = Limits.ofTexts(settings.maxAttributeChars());
      logDictionary.describe(redacted, row, limits);
      scores.judge(null, redacted, row, limits);
    } catch (RuntimeException | StackOverflowError e) {
      mishaps.unreadable(e);
    }
  }

  /** What went wrong so far, whatever the database. */
  Mishaps mishaps() {
    return mishaps;
  }

  /** A user's extractor threw: what it would have taken out of sight must not be stored. */
  private static final class ExtractionFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ExtractionFailure(Throwable cause) {
      super(cause);
    }
  }

  private static Throwable thrown(Throwable e) {
    Throwable cause = e instanceof ExtractionFailure ? e.getCause() : null;
    return cause == null ? e : cause;
  }

  private Recorded redacted(SpanData span, List<LogMessage> logs) {
    AttributeExtractor own = span instanceof AttributeExtractor known ? known : null;
    return new Recorded(redaction.redact(span), redacted(logs), own);
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
      mishaps.unreadable(e);
      return SpanIdentity.of(redacted.data, receivedAt, memory)
          .set(SpanColumns.NAME, Limits.LOWEST.text(redacted.data.getName()))
          .build();
    }
  }

  private SpanRow outlined(SpanData outline, Instant receivedAt) {
    SpanRow.Builder row = SpanIdentity.of(outline, receivedAt, memory);
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
    SpanRow.Builder row = SpanIdentity.of(span.data, receivedAt, memory);
    extract(span.data, row, limits);
    dictionary.describe(span.data, row, limits, live == null ? null : live.parent());
    logDictionary.describe(span.logs, row, limits);
    scores.judge(span.data, span.logs, row, limits);
    if (live != null) {
      inherit(live, row);
    }
    defaults.complete(span.data, row);
    pricing.price(row);
    complete(span, row, limits);
    return row.build();
  }

  private void extract(SpanData span, SpanRow.Builder row, Limits limits) {
    if (extractors.isEmpty()) {
      return;
    }
    ExtractedColumns columns = columns(row, limits);
    try {
      extractors.forEach(extractor -> extractor.extract(span, columns));
    } catch (RuntimeException | Error e) {
      throw new ExtractionFailure(e);
    }
  }

  /** What was found out before is not to be found out again, whatever would come of it now. */
  private void complete(Recorded span, SpanRow.Builder row, Limits limits) {
    if (span.own != null) {
      span.own.extract(span.data, columns(row, limits));
    }
  }

  private ExtractedColumns columns(SpanRow.Builder row, Limits limits) {
    boolean content = settings.contentCapture() == ContentCapture.DETAILED;
    return new ExtractedColumns(row, added, content, redaction, limits);
  }

  /** Ancestors and baggage are not redacted where they are. */
  private void inherit(LiveSpan live, SpanRow.Builder row) {
    live.inherit(row);
    for (Column<String> column : INHERITED) {
      String id = row.get(column);
      row.set(column, id == null ? null : redaction.text(column.name(), id));
    }
  }
}
