// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.Collection;

/** Reads metrics when a test asks. */
final class CollectedMetrics implements MetricReader {
  private volatile CollectionRegistration registration = CollectionRegistration.noop();

  @Override
  public void register(CollectionRegistration registration) {
    this.registration = registration;
  }

  Collection<MetricData> all() {
    return registration.collectAllMetrics();
  }

  MetricData named(String name) {
    return all().stream().filter(metric -> metric.getName().equals(name)).findFirst().orElseThrow();
  }

  /** The value of the point with this attribute; the one without error where it is null. */
  long value(String name, String key, String value) {
    return named(name).getLongSumData().getPoints().stream()
        .filter(point -> value == null || value.equals(attribute(point, key)))
        .filter(point -> value != null || attribute(point, "error.type") == null)
        .mapToLong(LongPointData::getValue)
        .sum();
  }

  private static String attribute(LongPointData point, String key) {
    return point.getAttributes().get(AttributeKey.stringKey(key));
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return AggregationTemporality.CUMULATIVE;
  }
}
