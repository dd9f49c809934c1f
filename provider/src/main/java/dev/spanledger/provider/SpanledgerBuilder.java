// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.maintenance.RetentionPolicy;
import dev.spanledger.provider.redaction.Redaction;
import dev.spanledger.provider.redaction.Redactor;
import dev.spanledger.provider.redaction.SpanRedaction;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.ContentStorage;
import dev.spanledger.schema.Partitioning;
import dev.spanledger.schema.SchemaMode;
import dev.spanledger.schema.TraceSchema;
import io.opentelemetry.api.metrics.MeterProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Spanledger}. What is set here beats the system property {@code spanledger.<key>},
 * which beats the environment variable {@code SPANLEDGER_<KEY>}. Not thread-safe.
 */
public final class SpanledgerBuilder {
  private final Destinations destinations;
  private final OwnColumns columns;
  private final Map<Knob, Object> given = new EnumMap<>(Knob.class);
  private Function<Knob, @Nullable String> elsewhere = Knob.ofProcess();
  private @Nullable TraceRouter router;
  private @Nullable Redactor redactor;
  private final List<AttributeExtractor> extractors = new ArrayList<>();
  private @Nullable AutoCloseable owned;
  private LateLogs.Timer timer = LateLogs.Timer.ofJdk();
  private MeterProvider meterProvider = MeterProvider.noop();
  private Clock clock = Clock.systemUTC();

  SpanledgerBuilder(DataSource dataSource) {
    Objects.requireNonNull(
        dataSource,
        "dataSource is null: give Spanledger the DataSource that the traces shall go to");
    destinations = new Destinations(dataSource);
    columns = new OwnColumns(dataSource);
  }

  /** How much is recorded. Key {@code content.capture}, default DETAILED. */
  public SpanledgerBuilder contentCapture(ContentCapture capture) {
    return set(Knob.CONTENT_CAPTURE, capture);
  }

  /**
   * Which of the built-in rules take out what shall not be stored, before anything is queued for
   * disk, stored or logged. Key {@code redaction}, default CREDENTIALS.
   */
  public SpanledgerBuilder redaction(Redaction redaction) {
    return set(Knob.REDACTION, redaction);
  }

  /**
   * A redactor of one's own, applied after the built-in rules; with {@code
   * redaction(Redaction.NONE)}, instead of them. Several are applied in the order in which they are
   * given here.
   */
  public SpanledgerBuilder redactor(Redactor redactor) {
    Objects.requireNonNull(redactor, "redactor");
    this.redactor = this.redactor == null ? redactor : this.redactor.andThen(redactor);
    return this;
  }

  /**
   * Outranks or extends the attribute dictionary. Several are asked in the order in which they are
   * given here; the first to set a column wins.
   */
  public SpanledgerBuilder attributeExtractor(AttributeExtractor extractor) {
    extractors.add(Objects.requireNonNull(extractor, "extractor"));
    return this;
  }

  /**
   * A column of one's own in {@code agent_spans}, filled from an attribute of the span: {@code
   * column("shop.plan", Column.text("shop_plan"))}. It is added to the table of every route where
   * {@code schema.mode} lets it; the attribute stays in {@code attributes}, too. A value that is
   * not of the column's type is NULL, as is what content capture leaves out. Of several attributes
   * for one column, the first that has a value wins.
   *
   * @param attributeKey its name, exactly
   * @throws IllegalArgumentException for one of our columns, and for two of one name
   */
  public SpanledgerBuilder column(String attributeKey, Column<?> column) {
    columns.add(attributeKey, column);
    return this;
  }

  /** As {@link #column(String, Column)}, filled by attribute extractors only. */
  public SpanledgerBuilder column(Column<?> column) {
    columns.add(column);
    return this;
  }

  /**
   * Whether messages and long attributes are stored once a day, or in every row that has them. Key
   * {@code content.storage}, default SHARED.
   */
  public SpanledgerBuilder contentStorage(ContentStorage storage) {
    return set(Knob.CONTENT_STORAGE, storage);
  }

  /**
   * The PostgreSQL schema that holds the tables, created if need be. Key {@code schema}; default:
   * the first on the connection's search_path.
   */
  public SpanledgerBuilder schema(String schema) {
    return set(Knob.SCHEMA, schema);
  }

  /** What may be done about tables that are missing. Key {@code schema.mode}, default CREATE. */
  public SpanledgerBuilder schemaMode(SchemaMode mode) {
    return set(Knob.SCHEMA_MODE, mode);
  }

  /**
   * How PostgreSQL keeps spans, decided when the tables are created. Key {@code partitioning},
   * default DAILY.
   */
  public SpanledgerBuilder partitioning(Partitioning partitioning) {
    return set(Knob.PARTITIONING, partitioning);
  }

  /**
   * Heap for spans that wait, of each database. Key {@code queue.max.bytes}, default 32 MiB, from
   * 64 KiB to 16 GiB.
   */
  public SpanledgerBuilder maxQueueBytes(long bytes) {
    return set(Knob.QUEUE_MAX_BYTES, bytes);
  }

  /**
   * Spans that wait, of each database. Key {@code queue.max.spans}, default 65,536, from 1 to
   * 8,000,000.
   */
  public SpanledgerBuilder maxQueueSpans(int spans) {
    return set(Knob.QUEUE_MAX_SPANS, (long) spans);
  }

  /**
   * Where a span's texts are cut. Key {@code span.max.bytes}, default 1 MiB, from 4 KiB to 64 MiB.
   */
  public SpanledgerBuilder maxSpanBytes(long bytes) {
    return set(Knob.SPAN_MAX_BYTES, bytes);
  }

  /**
   * Heap for log records that wait for their spans. Key {@code logs.max.bytes}, default 8 MiB, from
   * 64 KiB to 4 GiB.
   */
  public SpanledgerBuilder maxLogBytes(long bytes) {
    return set(Knob.LOGS_MAX_BYTES, bytes);
  }

  /**
   * How long log records wait for others of their span, or for a span that is not known yet, where
   * they came after its end. Key {@code logs.grace}, default 2 s, up to 1 min.
   */
  public SpanledgerBuilder logGrace(Duration grace) {
    return set(Knob.LOGS_GRACE, grace);
  }

  /**
   * Where one text is cut, and in JSON each string of it. Key {@code attribute.max.chars}, default
   * 262,144 characters, from 256 to 16,777,216.
   */
  public SpanledgerBuilder maxAttributeChars(int chars) {
    return set(Knob.ATTRIBUTE_MAX_CHARS, (long) chars);
  }

  /** Spans in a transaction. Key {@code batch.size}, default 512, from 1 to 10,000. */
  public SpanledgerBuilder batchSize(int spans) {
    return set(Knob.BATCH_SIZE, (long) spans);
  }

  /**
   * How long a span waits for others before it is written. Key {@code batch.delay}, default 1 s,
   * from 1 ms to 1 min.
   */
  public SpanledgerBuilder batchDelay(Duration delay) {
    return set(Knob.BATCH_DELAY, delay);
  }

  /**
   * The pauses while a database is away, doubling from the first to the longest. Keys {@code
   * retry.initial}, default 100 ms, from 1 ms to 1 min, and {@code retry.max}, default 10 s, from
   * {@code retry.initial} to 10 min.
   */
  public SpanledgerBuilder retry(Duration initial, Duration max) {
    return set(Knob.RETRY_INITIAL, initial).set(Knob.RETRY_MAX, max);
  }

  /**
   * How long a batch may take, getting a connection included. One that takes longer is broken off
   * and tried again with half as many spans: neither a network that swallows everything nor a
   * statement that hangs holds the others up. Key {@code write.timeout}, default 10 s, from 100 ms
   * to 10 min.
   */
  public SpanledgerBuilder writeTimeout(Duration timeout) {
    return set(Knob.WRITE_TIMEOUT, timeout);
  }

  /**
   * Keeps spans on disk until they are committed, so that neither a killed process nor a database
   * that is away for long loses them. The directory is created where it is missing, for its owner
   * only; processes that write to the same databases may share it. Only on a local file system. Key
   * {@code spill.directory}; default: none, spans that wait are in memory only.
   */
  public SpanledgerBuilder spillDirectory(Path directory) {
    return set(Knob.SPILL_DIRECTORY, directory);
  }

  /**
   * Disk for spans that wait, of each database. Key {@code spill.max.bytes}, default 1 GiB, from 1
   * MiB to 1 TiB less one byte.
   */
  public SpanledgerBuilder maxSpillBytes(long bytes) {
    return set(Knob.SPILL_MAX_BYTES, bytes);
  }

  /**
   * How long a span has run before it is shown as running, in {@code agent_open_spans}; a span that
   * ends sooner costs nothing. Key {@code open.spans.after}, default 2 s, up to 1 hour; 0 for
   * never.
   */
  public SpanledgerBuilder openSpansAfter(Duration duration) {
    return set(Knob.OPEN_SPANS_AFTER, duration);
  }

  /**
   * How long {@link Spanledger#close()} waits for what is queued. Key {@code close.timeout},
   * default 10 s, up to 10 min.
   */
  public SpanledgerBuilder closeTimeout(Duration timeout) {
    return set(Knob.CLOSE_TIMEOUT, timeout);
  }

  /**
   * Whether the ledger closes itself when the JVM ends. Key {@code close.on.exit}, default false.
   */
  public SpanledgerBuilder closeOnExit(boolean close) {
    return set(Knob.CLOSE_ON_EXIT, close);
  }

  /** Where the ledger's own metrics go, listed in docs/operations.md. Default: nowhere. */
  public SpanledgerBuilder meterProvider(MeterProvider provider) {
    this.meterProvider = Objects.requireNonNull(provider, "meterProvider");
    return this;
  }

  /**
   * How old prices may be that were read from {@code agent_model_prices}: they are read when the
   * ledger is opened, and again by the worker at most once in this time. Key {@code prices.reload},
   * default 5 min, from 1 s to 1 day.
   */
  public SpanledgerBuilder pricesReload(Duration interval) {
    return set(Knob.PRICES_RELOAD, interval);
  }

  /**
   * Whether this process takes part in keeping the databases in order, one process for all: see
   * {@link Spanledger#maintenance()}. Key {@code maintenance}, default true.
   */
  public SpanledgerBuilder maintenance(boolean takesPart) {
    return set(Knob.MAINTENANCE, takesPart);
  }

  /**
   * The pause between two runs of the maintenance. Key {@code maintenance.interval}, default 1 min,
   * from 1 s to 1 day.
   */
  public SpanledgerBuilder maintenanceInterval(Duration interval) {
    return set(Knob.MAINTENANCE_INTERVAL, interval);
  }

  /**
   * For how many days ahead PostgreSQL has partitions. Key {@code partitions.ahead}, default 7,
   * from 1 to 366.
   */
  public SpanledgerBuilder partitionsAhead(int days) {
    return set(Knob.PARTITIONS_AHEAD, (long) days);
  }

  /**
   * For how long traces are kept, in every database; beats all keys that begin with {@code
   * retention}. Default: for ever. See docs/retention.md.
   */
  public SpanledgerBuilder retention(RetentionPolicy policy) {
    return set(Knob.RETENTION_DAYS, policy);
  }

  /** {@code agent_traces.project} of this process' traces. Key {@code project}, no default. */
  public SpanledgerBuilder project(String project) {
    return set(Knob.PROJECT, project);
  }

  /**
   * {@code agent_traces.build} of this process' traces: a version or commit. Key {@code build}, no
   * default.
   */
  public SpanledgerBuilder build(String build) {
    return set(Knob.BUILD, build);
  }

  /** Files of this process' runs when it ends, a page while it runs: docs/tracing-files.md. */
  public SpanledgerBuilder tracing(Consumer<TracingBuilder> settings) {
    settings.accept(new TracingBuilder(this::set));
    return this;
  }

  /**
   * A further database, with a queue and a worker of its own.
   *
   * @param name by which the router chooses it; not {@code default}
   * @throws IllegalArgumentException for a name that is blank, reserved or taken
   */
  public SpanledgerBuilder route(String name, DataSource dataSource) {
    destinations.add(name, dataSource);
    return this;
  }

  /** Chooses the database of each trace. Without one, all go to the default. */
  public SpanledgerBuilder router(TraceRouter router) {
    this.router = Objects.requireNonNull(router, "router");
    return this;
  }

  /** The clock that says when a span was received. Default the system's. */
  public SpanledgerBuilder clock(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /** Where settings are looked up that are not set here. */
  SpanledgerBuilder elsewhere(Function<Knob, @Nullable String> elsewhere) {
    this.elsewhere = elsewhere;
    return this;
  }

  /** What tells when a grace is over. */
  SpanledgerBuilder timer(LateLogs.Timer timer) {
    this.timer = timer;
    return this;
  }

  /** What the ledger closes after itself. */
  SpanledgerBuilder owning(AutoCloseable owned) {
    this.owned = owned;
    return this;
  }

  /**
   * Checks every setting, connects to every database, creates or validates its tables, and starts
   * the workers.
   *
   * @throws IllegalArgumentException for a setting that does not exist or is out of bounds; the
   *     message names its key
   * @throws dev.spanledger.schema.TraceSchemaException for a database that cannot be reached or is
   *     not right; the message says what to do
   */
  public Spanledger build() {
    Knob.refuseUnknown();
    Settings settings = Settings.of(given, elsewhere);
    SchemaOpening opening = new SchemaOpening(settings, columns.columns(), clock);
    if (settings.contentCapture() == ContentCapture.DISABLED || Disabled.bySdk()) {
      return Spanledger.disabled(settings, new Routes(destinations, opening, null), owned);
    }
    SpanRedaction redaction = SpanRedaction.of(settings.redaction(), redactor);
    SpanRecorder recorder = new SpanRecorder(settings, redaction, extractors, columns.attributes());
    Map<String, TraceSchema> schemas = destinations.open(opening);
    LedgerMetrics metrics = new LedgerMetrics(meterProvider);
    Pipelines pipelines = new Pipelines(schemas, recorder, settings, router, timer, clock, metrics);
    Routes routes = new Routes(destinations, opening, pipelines);
    Tracing tracing = new Tracing(settings.tracing(), pipelines, clock);
    Closing closing = new Closing(pipelines, settings, tracing, owned);
    Spanledger ledger = new Spanledger(pipelines, routes, settings, clock, closing);
    if (settings.closeOnExit()) {
      ledger.closeOnExit();
    }
    tracing.begin(ledger);
    return ledger;
  }

  private SpanledgerBuilder set(Knob knob, Object value) {
    given.put(knob, Objects.requireNonNull(value, knob::property));
    return this;
  }
}
