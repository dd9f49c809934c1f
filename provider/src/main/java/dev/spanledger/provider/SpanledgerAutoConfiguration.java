// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.logs.SdkLoggerProviderBuilder;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code otel.traces.exporter=spanledger} work with no code: the SDK's autoconfiguration gets
 * the ledger's processors (of spans, and of log records for those that carry a span's content),
 * over a pool that is opened from {@code spanledger.jdbc.url}, {@code .jdbc.user} and {@code
 * .jdbc.password}. Found by the service loader.
 *
 * <p>The name is taken out of the list of exporters, because the processor does more than an
 * exporter can: it sees baggage and the start of spans, and honours {@code forceFlush}. Other
 * exporters in the list stay as they are.
 */
public final class SpanledgerAutoConfiguration implements AutoConfigurationCustomizerProvider {
  static final String NAME = "spanledger";
  private static final String EXPORTERS = "otel.traces.exporter";
  private static final String CHOSEN = "spanledger.autoconfigured";

  /** For the service loader. */
  public SpanledgerAutoConfiguration() {}

  @Override
  public void customize(AutoConfigurationCustomizer autoConfiguration) {
    autoConfiguration.addPropertiesCustomizer(SpanledgerAutoConfiguration::takeName);
    Opening opening = new Opening();
    autoConfiguration.addTracerProviderCustomizer(opening::addProcessor);
    autoConfiguration.addLoggerProviderCustomizer(opening::addLogProcessor);
  }

  private static Map<String, String> takeName(ConfigProperties config) {
    List<String> others = new ArrayList<>(config.getList(EXPORTERS));
    if (!others.removeIf(NAME::equals)) {
      return Map.of();
    }
    String rest = others.isEmpty() ? "none" : String.join(",", others);
    return Map.of(EXPORTERS, rest, CHOSEN, "true");
  }

  /** One ledger for the spans and the log records of an SDK. */
  private static final class Opening {
    private @Nullable Spanledger ledger;

    SdkTracerProviderBuilder addProcessor(
        SdkTracerProviderBuilder tracers, ConfigProperties config) {
      return config.getBoolean(CHOSEN, false)
          ? tracers.addSpanProcessor(ledger(config).spanProcessor())
          : tracers;
    }

    SdkLoggerProviderBuilder addLogProcessor(
        SdkLoggerProviderBuilder loggers, ConfigProperties config) {
      return config.getBoolean(CHOSEN, false)
          ? loggers.addLogRecordProcessor(ledger(config).logRecordProcessor())
          : loggers;
    }

    private synchronized Spanledger ledger(ConfigProperties config) {
      Spanledger opened = ledger == null ? open(config) : ledger;
      ledger = opened;
      return opened;
    }
  }

  private static Spanledger open(ConfigProperties config) {
    String url = config.getString(Knob.JDBC_URL.property());
    if (url == null) {
      throw new ConfigurationException(
          EXPORTERS
              + "="
              + NAME
              + " needs spanledger.jdbc.url (or SPANLEDGER_JDBC_URL): the database that the traces shall go to");
    }
    try {
      return Spanledger.open(
          url,
          config.getString(Knob.JDBC_USER.property()),
          config.getString(Knob.JDBC_PASSWORD.property()),
          knob -> config.getString(knob.property()));
    } catch (RuntimeException e) {
      throw new ConfigurationException("spanledger could not be opened: " + e.getMessage(), e);
    }
  }
}
