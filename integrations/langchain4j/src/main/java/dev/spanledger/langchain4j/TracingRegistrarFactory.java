// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.observability.api.AiServiceListenerRegistrar;
import dev.langchain4j.observability.api.DefaultAiServiceListenerRegistrar;
import dev.langchain4j.spi.observability.AiServiceListenerRegistrarFactory;
import java.util.ServiceLoader;

/**
 * Found by LangChain4j's service loader; not for use in code. It adds the listeners to the
 * registrar of another library's factory, if there is one behind it.
 */
public final class TracingRegistrarFactory implements AiServiceListenerRegistrarFactory {

  /** For the service loader. */
  public TracingRegistrarFactory() {}

  @Override
  public AiServiceListenerRegistrar get() {
    AiServiceListenerRegistrar registrar = otherRegistrar();
    if (TracingSwitch.isOn()) {
      Tolerant.run(() -> registrar.register(LangChain4jTracing.listeners()));
    }
    return registrar;
  }

  private static AiServiceListenerRegistrar otherRegistrar() {
    return ServiceLoader.load(AiServiceListenerRegistrarFactory.class).stream()
        .filter(provider -> provider.type() != TracingRegistrarFactory.class)
        .findFirst()
        .map(provider -> provider.get().get())
        .orElseGet(DefaultAiServiceListenerRegistrar::new);
  }
}
