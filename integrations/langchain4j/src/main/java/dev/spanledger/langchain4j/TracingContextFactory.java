// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.guardrail.GuardrailService;
import dev.langchain4j.spi.services.AiServiceContextFactory;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Found by LangChain4j's service loader; not for use in code. It lets tools run inside their spans
 * and sees streamed answers begin, unless another library brings its own context: then that is used
 * as it is.
 */
public final class TracingContextFactory implements AiServiceContextFactory {

  /** For the service loader. */
  public TracingContextFactory() {}

  @Override
  public AiServiceContext create(Class<?> aiServiceClass) {
    return otherFactory()
        .map(other -> other.create(aiServiceClass))
        .orElseGet(() -> new TracedContext(aiServiceClass));
  }

  private static Optional<AiServiceContextFactory> otherFactory() {
    return ServiceLoader.load(AiServiceContextFactory.class).stream()
        .filter(provider -> provider.type() != TracingContextFactory.class)
        .findFirst()
        .map(ServiceLoader.Provider::get);
  }

  private static final class TracedContext extends AiServiceContext {

    TracedContext(Class<?> aiServiceClass) {
      super(aiServiceClass);
      if (TracingSwitch.isOn()) {
        toolService = new TracedToolService();
      }
    }

    /** Asked for in every call before the model is: at last the builder has set the model. */
    @Override
    public GuardrailService guardrailService() {
      if (TracingSwitch.isOn()) {
        streamingChatModel = TracedStreamingModel.around(streamingChatModel);
      }
      return super.guardrailService();
    }
  }
}
