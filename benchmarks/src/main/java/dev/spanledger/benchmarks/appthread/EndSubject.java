// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.appthread;

import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.TestDatabase;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What spans are ended into: an SDK of default settings with one processor, its worker running. */
final class EndSubject {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** A burst makes some 50 MB, and the new part of the heap has room for 700. */
  private static final long MUCH_GARBAGE = 400L << 20;

  /** That spans were dropped, which is what is measured. Held, else the level would be lost. */
  private static final Logger WARNINGS = Logger.getLogger("io.opentelemetry");

  /** Which processor, and what its database does while spans are ended. */
  enum Kind {
    /** No processor: what the SDK itself takes. */
    NONE(1),
    /** OpenTelemetry's own, with an exporter that does nothing. */
    OTEL(1),
    UP(5),
    /** Connections are refused. */
    DOWN(3),
    /** Nobody answers, neither yes nor no. */
    SILENT(3),
    /** Nobody answers, and the queue is full. */
    FULL(1);

    /**
     * How many times as long it takes until enough spans have ended: their queue must be emptied.
     */
    final int patience;

    Kind(int patience) {
      this.patience = patience;
    }

    /** As a table says it. */
    String words() {
      return switch (this) {
        case OTEL -> "BatchSpanProcessor";
        case SILENT -> "black-holed";
        case FULL -> "black-holed, queue full";
        default -> name().toLowerCase(Locale.ROOT);
      };
    }
  }

  private final Kind kind;
  private final SdkTracerProvider tracers;
  private final Drain drain;
  private final Release database;

  /** Empties the processor's queue. */
  private interface Drain {
    void now();
  }

  private interface Release {
    void now() throws SQLException;
  }

  private EndSubject(Kind kind, SpanProcessor processor, Drain drain, Release database) {
    this.kind = kind;
    this.tracers = SdkTracerProvider.builder().addSpanProcessor(processor).build();
    this.drain = drain;
    this.database = database;
  }

  static EndSubject open(Kind kind) throws SQLException {
    WARNINGS.setLevel(Level.OFF);
    return switch (kind) {
      case NONE -> new EndSubject(kind, SpanProcessor.composite(), () -> {}, () -> {});
      case OTEL -> {
        SpanProcessor batch = BatchSpanProcessor.builder(new Nowhere()).build();
        yield new EndSubject(
            kind, batch, () -> batch.forceFlush().join(60, TimeUnit.SECONDS), () -> {});
      }
      default -> ledger(kind);
    };
  }

  private static EndSubject ledger(Kind kind) throws SQLException {
    TestDatabase database = TestDatabase.open(DatabaseKind.SQLITE);
    SwitchedDataSource source = new SwitchedDataSource(database.dataSource());
    return switch (kind) {
      case DOWN -> outage(kind, database, new Outage(source, SwitchedDataSource.Answer.REFUSAL));
      case SILENT, FULL ->
          outage(kind, database, new Outage(source, SwitchedDataSource.Answer.SILENCE));
      default -> {
        Spanledger ledger = Spanledger.builder(source).closeTimeout(Duration.ofMillis(500)).build();
        yield new EndSubject(kind, ledger.spanProcessor(), () -> drain(ledger), database::close);
      }
    };
  }

  private static EndSubject outage(Kind kind, TestDatabase database, Outage outage) {
    return new EndSubject(kind, outage, outage::restart, database::close);
  }

  private static void drain(Spanledger ledger) {
    if (!ledger.flush(LONG)) {
      throw new IllegalStateException("spans were dropped: " + ledger.stats());
    }
  }

  Tracer tracer() {
    return tracers.get("benchmark");
  }

  /** Empties the queue, unless it is to be full, and the heap before it is. */
  synchronized void settle() {
    if (kind != Kind.FULL) {
      drain.now();
    }
    Runtime heap = Runtime.getRuntime();
    if (heap.totalMemory() - heap.freeMemory() > MUCH_GARBAGE) {
      System.gc();
    }
  }

  void close() throws SQLException {
    tracers.close();
    database.now();
  }

  /** The no-op exporter. */
  private static final class Nowhere implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
