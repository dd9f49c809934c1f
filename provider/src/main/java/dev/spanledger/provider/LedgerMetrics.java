// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.batching.BatcherHealth;
import dev.spanledger.batching.DropReason;
import dev.spanledger.batching.Ledger;
import dev.spanledger.batching.WriteObserver;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What becomes of spans, as metrics: OpenTelemetry's own names for span processors, and ours for
 * what they have no name for. All but the durations of writes are read when somebody collects them;
 * that waits for nothing, and makes no span. Thread-safe.
 */
final class LedgerMetrics {
  private static final String SCOPE = "dev.spanledger";
  private static final String SPANS = "{span}";

  private static final AttributeKey<String> COMPONENT_TYPE =
      AttributeKey.stringKey("otel.component.type");
  private static final AttributeKey<String> COMPONENT_NAME =
      AttributeKey.stringKey("otel.component.name");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("spanledger.route");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("spanledger.reason");
  private static final AttributeKey<String> STATE = AttributeKey.stringKey("spanledger.state");
  private static final String TYPE = "spanledger_span_processor";

  /** Component names are unique in a process. */
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static final List<Double> SECONDS =
      List.of(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

  private final DoubleHistogram writes;
  private final ObservableLongMeasurement processed;
  private final ObservableLongMeasurement queueSize;
  private final ObservableLongMeasurement queueCapacity;
  private final ObservableLongMeasurement queueBytes;
  private final ObservableLongMeasurement queueBytesCapacity;
  private final ObservableDoubleMeasurement oldest;
  private final ObservableLongMeasurement dropped;
  private final ObservableLongMeasurement quarantined;
  private final ObservableLongMeasurement spilled;
  private final ObservableLongMeasurement spilledBytes;
  private final ObservableLongMeasurement spilledBytesCapacity;
  private final ObservableLongMeasurement state;
  private final ObservableLongMeasurement restarts;
  private final Meter meter;
  private final String name;
  private volatile Supplier<Map<String, BatcherHealth>> source = Map::of;

  LedgerMetrics(MeterProvider provider) {
    name = TYPE + "/" + NUMBER.getAndIncrement();
    meter = provider.get(SCOPE);
    writes =
        meter
            .histogramBuilder("spanledger.write.duration")
            .setUnit("s")
            .setDescription("How long a batch took to be written, or to fail.")
            .setExplicitBucketBoundariesAdvice(SECONDS)
            .build();
    processed =
        counter("otel.sdk.processor.span.processed", SPANS, "Spans that are stored, or lost.");
    queueSize = sum("otel.sdk.processor.span.queue.size", SPANS, "Spans that wait in memory.");
    queueCapacity =
        sum("otel.sdk.processor.span.queue.capacity", SPANS, "Spans that may wait in memory.");
    queueBytes = sum("spanledger.queue.bytes", "By", "Bytes of the spans that wait in memory.");
    queueBytesCapacity =
        sum("spanledger.queue.bytes.capacity", "By", "Bytes of spans that may wait in memory.");
    oldest =
        meter
            .gaugeBuilder("spanledger.queue.oldest.age")
            .setUnit("s")
            .setDescription("How long the oldest span has waited.")
            .buildObserver();
    dropped = counter("spanledger.span.dropped", SPANS, "Spans that are lost, by reason.");
    quarantined = counter("spanledger.span.quarantined", SPANS, "Spans in agent_quarantine.");
    spilled = sum("spanledger.span.spilled", SPANS, "Spans that wait on disk.");
    spilledBytes = sum("spanledger.spill.bytes", "By", "Bytes in the spill directory.");
    spilledBytesCapacity =
        sum("spanledger.spill.bytes.capacity", "By", "Bytes that may be in the spill directory.");
    state = sum("spanledger.database.state", "1", "1 for the state it is in, 0 for the others.");
    restarts =
        counter("spanledger.worker.restarts", "{restart}", "How often a dead worker was replaced.");
  }

  private ObservableLongMeasurement counter(String name, String unit, String description) {
    return meter.counterBuilder(name).setUnit(unit).setDescription(description).buildObserver();
  }

  private ObservableLongMeasurement sum(String name, String unit, String description) {
    return meter
        .upDownCounterBuilder(name)
        .setUnit(unit)
        .setDescription(description)
        .buildObserver();
  }

  /** Begins to tell whoever collects metrics what this says. */
  void observe(Supplier<Map<String, BatcherHealth>> healths) {
    source = healths;
    // Never taken back: the SDK collects a last time after it has shut the span processors down.
    meter.batchCallback(
        this::collect,
        processed,
        queueSize,
        queueCapacity,
        queueBytes,
        queueBytesCapacity,
        oldest,
        dropped,
        quarantined,
        spilled,
        spilledBytes,
        spilledBytesCapacity,
        state,
        restarts);
  }

  /** Lets go of everything; what is said now is said for ever. */
  void freeze() {
    Map<String, BatcherHealth> last = source.get();
    source = () -> last;
  }

  /** For the writes of one route. */
  WriteObserver writes(String route) {
    Attributes well = component(route);
    return (duration, items, failure) ->
        writes.record(
            (double) duration.toNanos() / TimeUnit.SECONDS.toNanos(1),
            failure == null ? well : with(well, ERROR_TYPE, lower(failure)));
  }

  private void collect() {
    source.get().forEach(this::collect);
  }

  private void collect(String route, BatcherHealth health) {
    Attributes component = component(route);
    Ledger ledger = health.ledger();
    processed.record(ledger.stored(), component);
    queueSize.record(ledger.queued(), component);
    queueCapacity.record(health.maxItems(), component);
    queueBytes.record(ledger.queuedBytes(), component);
    queueBytesCapacity.record(health.maxBytes(), component);
    oldest.record((double) health.oldestAge().toNanos() / TimeUnit.SECONDS.toNanos(1), component);
    quarantined.record(ledger.quarantined(), component);
    processed.record(ledger.quarantined(), with(component, ERROR_TYPE, "quarantined"));
    spilled.record(ledger.spilled(), component);
    spilledBytes.record(health.spilledBytes(), component);
    spilledBytesCapacity.record(health.maxSpilledBytes(), component);
    restarts.record(health.restarts(), component);
    for (DropReason reason : DropReason.values()) {
      long count = ledger.dropped(reason);
      dropped.record(count, with(component, REASON, lower(reason)));
      processed.record(count, with(component, ERROR_TYPE, errorType(reason)));
    }
    for (BatcherHealth.State one : BatcherHealth.State.values()) {
      state.record(one == health.state() ? 1 : 0, with(component, STATE, lower(one)));
    }
  }

  /** Two of the names are OpenTelemetry's. */
  private static String errorType(DropReason reason) {
    return reason == DropReason.CLOSED ? "already_shutdown" : lower(reason);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private Attributes component(String route) {
    return Attributes.of(COMPONENT_TYPE, TYPE, COMPONENT_NAME, name, ROUTE, route);
  }

  private static Attributes with(Attributes component, AttributeKey<String> key, String value) {
    return component.toBuilder().put(key, value).build();
  }
}
