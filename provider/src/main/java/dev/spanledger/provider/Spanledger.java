// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import com.zaxxer.hikari.HikariDataSource;
import dev.spanledger.maintenance.Maintenance;
import dev.spanledger.schema.DataSubject;
import dev.spanledger.schema.ErasureReport;
import dev.spanledger.schema.RepriceReport;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceReaders;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agent traces in your own database: the door to everything.
 *
 * <pre>{@code
 * try (Spanledger ledger = Spanledger.create(dataSource)) {
 *   OpenTelemetry telemetry = ledger.install();     // or add ledger.spanProcessor() to an SDK that there is
 *   …                                               // the agent runs
 *   ledger.flush(Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>Spans are written by threads of the ledger's own, one connection at a time, in batches of 512
 * or after a second. The application's threads never wait for the database: while it is away, spans
 * queue up to 32 MiB, then the newest are dropped and counted; with a {@link
 * SpanledgerBuilder#spillDirectory spill directory} they are on disk, and outlive the process.
 * Thread-safe.
 */
public final class Spanledger implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Spanledger.class);

  private final Pipelines pipelines;
  private final SpanProcessor processor;
  private final SpanExporter exporter;
  private final LogRecordProcessor logProcessor;
  private final Settings settings;
  private final Routes routes;
  private final Closing closing;

  Spanledger(Pipelines pipelines, Routes routes, Settings settings, Clock clock, Closing closing) {
    this.pipelines = pipelines;
    this.settings = settings;
    this.closing = closing;
    this.routes = routes;
    LiveSpans live = pipelines.live();
    AgentSpanProcessor.Shutdown shutdown = () -> Results.of(closing.now(settings.closeTimeout()));
    this.processor = new AgentSpanProcessor(pipelines, live, shutdown);
    this.logProcessor = new AgentLogProcessor(pipelines, live, settings);
    this.exporter = new LedgerSpanExporter(pipelines, live, clock, shutdown);
  }

  /** Records nothing, and reads what there is. */
  private Spanledger(Settings settings, Routes routes, @Nullable AutoCloseable owned) {
    this.pipelines = Pipelines.none(settings);
    this.processor = SpanProcessor.composite();
    this.exporter = SpanExporter.composite();
    this.logProcessor = LogRecordProcessor.composite();
    this.settings = settings;
    this.routes = routes;
    this.closing = Closing.ofDisabled(pipelines, settings, owned);
  }

  /**
   * A ledger with default settings, in a database that stays the caller's: its tables are created
   * if need be, and it is never closed.
   *
   * @throws dev.spanledger.schema.TraceSchemaException where the database cannot be reached or is
   *     not right
   */
  public static Spanledger create(DataSource dataSource) {
    return builder(dataSource).build();
  }

  /** Every setting. */
  public static SpanledgerBuilder builder(DataSource dataSource) {
    return new SpanledgerBuilder(dataSource);
  }

  /**
   * A ledger with a connection pool of its own, which it closes with itself.
   *
   * @param url {@code jdbc:postgresql://host/database} or {@code jdbc:sqlite:file}
   */
  public static Spanledger open(String url) {
    return open(url, null, null);
  }

  /**
   * As {@link #open(String)}, as a user of the database.
   *
   * @throws IllegalArgumentException for a URL that is none, or whose driver is missing
   * @throws dev.spanledger.schema.TraceSchemaException where the database cannot be reached or is
   *     not right
   */
  public static Spanledger open(String url, @Nullable String user, @Nullable String password) {
    return open(url, user, password, Knob.ofProcess());
  }

  static Spanledger open(
      String url,
      @Nullable String user,
      @Nullable String password,
      Function<Knob, @Nullable String> settings) {
    Objects.requireNonNull(url, "url is null: give the JDBC URL of the traces' database");
    HikariDataSource pool = Databases.open(url, user, password);
    try {
      return builder(pool).elsewhere(settings).owning(pool).build();
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  static Spanledger disabled(Settings settings, Routes routes, @Nullable AutoCloseable owned) {
    log.info("spanledger: recording is switched off");
    return new Spanledger(settings, routes, owned);
  }

  /**
   * For {@code SdkTracerProvider.builder().addSpanProcessor(…)}. Shutting the SDK down closes this
   * ledger.
   */
  public SpanProcessor spanProcessor() {
    return processor;
  }

  /**
   * For SDKs that take exporters only. Sees neither the start of spans nor baggage; {@link
   * #spanProcessor} is better where there is a choice. Use one of the two, not both. A span that is
   * an {@link AttributeExtractor} itself has the last word about its columns.
   */
  public SpanExporter spanExporter() {
    return exporter;
  }

  /**
   * For {@code SdkLoggerProvider.builder().addLogRecordProcessor(…)}, beside the span processor of
   * the same ledger: joins what many instrumentations put into log records and not on their spans
   * (prompts, completions, evaluations, exceptions). Ignores all other records. Without it such
   * spans have no content. Shutting the SDK's loggers down does not close the ledger; the span
   * processor does.
   */
  public LogRecordProcessor logRecordProcessor() {
    return logProcessor;
  }

  /**
   * Builds an OpenTelemetry with this ledger's processors and W3C propagation, registers it as the
   * global one, and closes the ledger when the JVM ends. The service's name is {@code
   * OTEL_SERVICE_NAME}'s.
   *
   * @throws IllegalStateException where there is a global OpenTelemetry already: add {@link
   *     #spanProcessor} to that one
   */
  public OpenTelemetry install() {
    return Installation.global(this);
  }

  /** Reads what is stored in the default database. */
  public TraceReader reader() {
    return routes.reader(null);
  }

  /**
   * Reads what is stored in a route's database.
   *
   * @throws IllegalArgumentException where no route has that name
   */
  public TraceReader reader(String route) {
    return routes.reader(route);
  }

  /**
   * Reads all databases that there are now as one; what is read says the route that it came by,
   * {@code default} for the default.
   */
  public TraceReaders readers() {
    return routes.readers();
  }

  /**
   * Adds a database with a queue and a worker of its own, and the ledger's settings. Connects, and
   * creates or validates its tables, on the calling thread; spans that end meanwhile do not wait.
   * The router may choose it for traces that begin then; others stay where they are.
   *
   * @param name by which the router chooses it; not {@code default}
   * @param dataSource stays the caller's; never closed here
   * @throws IllegalArgumentException for a name that is blank, reserved or taken
   * @throws dev.spanledger.schema.TraceSchemaException for a database that cannot be reached or is
   *     not right; the ledger is as it was
   * @throws IllegalStateException where the ledger is closed
   */
  public void addRoute(String name, DataSource dataSource) {
    routes.add(name, dataSource);
  }

  /**
   * Takes a route away and writes what is queued for it, for at most {@code close.timeout}; what is
   * left over then is counted as dropped, or stays on disk where there is a spill directory, until
   * a route of that name is added. What is stored stays stored. Spans of traces that are still
   * running, and traces for which the router goes on to answer this name, go to the default
   * database. The statistics go on counting what the route has counted.
   *
   * @return whether everything that was queued for it is committed
   * @throws IllegalArgumentException where no route has that name, and for {@code default}
   */
  public boolean removeRoute(String name) {
    return routes.remove(name, settings.closeTimeout());
  }

  /**
   * Makes what is stored about a trace in the default database equal to what follows from its
   * spans: totals, and of spans whose usage counts. The ledger keeps this right by itself; after
   * spans were deleted or rows changed by hand, this puts it right. Reads the whole trace, on the
   * calling thread.
   *
   * @param traceId 32 lower-case hex digits
   * @return whether anything was different; false where none of its spans is stored
   * @throws dev.spanledger.schema.TraceSchemaException where the database cannot be reached or may
   *     not be written to
   * @throws IllegalStateException where recording is switched off
   */
  public boolean repair(String traceId) {
    return pipelines.repair(null, traceId);
  }

  /**
   * As {@link #repair(String)}, in a route's database.
   *
   * @throws IllegalArgumentException where no route has that name
   */
  public boolean repair(String route, String traceId) {
    return pipelines.repair(route, traceId);
  }

  /**
   * Keeps the default database in order: {@code maintenance().runOnce()} does at once what is due.
   * Unless the setting {@code maintenance} is false, it does so by itself every minute; closing the
   * ledger closes it.
   *
   * @throws IllegalArgumentException where recording is switched off
   */
  public Maintenance maintenance() {
    return pipelines.maintenance(null);
  }

  /**
   * As {@link #maintenance()}, of a route's database.
   *
   * @throws IllegalArgumentException where no route has that name
   */
  public Maintenance maintenance(String route) {
    return pipelines.maintenance(route);
  }

  /**
   * Erases the traces of a person in every database, one after the other, on the calling thread:
   * see {@link Maintenance#erase}. What of theirs is queued here, in memory or on disk, is not
   * stored any more; a flush at the end takes care of that, as far as the databases answer.
   *
   * @return what was removed, all databases together
   * @throws dev.spanledger.schema.TraceSchemaException where a database does not answer or refuses;
   *     the others are done then, and what was begun is gone on with by the next maintenance
   * @throws IllegalStateException where recording is switched off
   */
  public ErasureReport erase(DataSubject subject) {
    return pipelines.erase(subject);
  }

  /**
   * Everything that is stored about a person in every database, a JSON object a line.
   *
   * @param line is given one line after the other, without its end
   * @return how many
   * @throws dev.spanledger.schema.TraceSchemaException where a database does not answer or refuses
   */
  public long export(DataSubject subject, Consumer<String> line) {
    return pipelines.export(subject, line);
  }

  /**
   * How the writing goes: whether each database can be written to, since when not, and how much
   * waits. Never waits and touches no connection, so that it suits a health check.
   */
  public SpanledgerHealth health() {
    return pipelines.health();
  }

  /** What became of the spans so far. */
  public SpanledgerStats stats() {
    return pipelines.stats();
  }

  /**
   * Works out again, in every database, what the model calls cost that started from {@code from} on
   * and before {@code to}, by the prices as they are now, and corrects the totals of their traces.
   * Otherwise a cost stays as it was worked out when its span was written. A cost that the span's
   * source has reported is left alone.
   *
   * <p>Runs on the calling thread, in transactions of 500 spans, beside any number of writers.
   * Running it again changes nothing more; after a failure, what was done stays done. A ledger that
   * is switched off does nothing.
   *
   * @throws IllegalArgumentException where {@code to} is not after {@code from}
   * @throws dev.spanledger.schema.TraceSchemaException where a database does not answer or refuses;
   *     the message says from where to go on
   */
  public RepriceReport reprice(Instant from, Instant to) {
    if (!to.isAfter(from)) {
      throw new IllegalArgumentException(
          "to must be after from, but is %s, and from is %s".formatted(to, from));
    }
    return pipelines.reprice(from, to);
  }

  /**
   * Waits until every span that ended before this call is committed. With a spill directory, a span
   * that is synced to disk counts as well, at the timeout or while its database fails.
   *
   * @param timeout how long to wait at most
   * @return true only if they all are; false after the timeout, if the thread is interrupted, and
   *     if a span was dropped since the last flush
   */
  public boolean flush(Duration timeout) {
    return pipelines.flush(timeout);
  }

  /**
   * Takes no more spans, writes what is queued, for at most {@code close.timeout}, and counts what
   * is left over as dropped; with a spill directory it stays on disk for the next start. Never
   * closes a DataSource that was given to it. Closing twice is as closing once.
   */
  @Override
  public void close() {
    closing.now(settings.closeTimeout());
  }

  /** Closes this ledger when the JVM ends. */
  void closeOnExit() {
    closing.onExit();
  }

  @Override
  public String toString() {
    return "Spanledger{" + stats().ledger() + "}";
  }
}
