// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.observability.api.AiServiceListenerRegistrar;
import dev.langchain4j.observability.api.DefaultAiServiceListenerRegistrar;
import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.tool.ToolService;
import dev.langchain4j.spi.observability.AiServiceListenerRegistrarFactory;
import dev.langchain4j.spi.services.AiServiceContextFactory;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another library on the class path that brings the same services. */
class OtherLibrariesTest {

  interface Assistant {
    String chat(String question);
  }

  /** The other library's registrar. */
  static final class OtherRegistrar extends DefaultAiServiceListenerRegistrar {}

  /** Found by the service loader. */
  public static final class OtherRegistrarFactory implements AiServiceListenerRegistrarFactory {
    @Override
    public AiServiceListenerRegistrar get() {
      return new OtherRegistrar();
    }
  }

  static final class OtherContext extends AiServiceContext {
    OtherContext(Class<?> type) {
      super(type);
    }
  }

  /** Found by the service loader. */
  public static final class OtherContextFactory implements AiServiceContextFactory {
    @Override
    public AiServiceContext create(Class<?> type) {
      return new OtherContext(type);
    }
  }

  private final RecordedSpans spans = new RecordedSpans();
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private URLClassLoader withOthers;

  @BeforeEach
  void bringOthers(@TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(AiServiceListenerRegistrarFactory.class.getName()),
        OtherRegistrarFactory.class.getName());
    Files.writeString(
        services.resolve(AiServiceContextFactory.class.getName()),
        OtherContextFactory.class.getName());
    withOthers = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before);
    Thread.currentThread().setContextClassLoader(withOthers);
  }

  @AfterEach
  void close() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    withOthers.close();
    spans.close();
  }

  @Test
  void listenersAreAddedToTheOthersRegistrar() {
    AiServiceListenerRegistrar registrar = new TracingRegistrarFactory().get();

    assertThat(registrar).isInstanceOf(OtherRegistrar.class);
    AiServices.create(Assistant.class, new ScriptedModel().says("Hello.")).chat("Hi");
    assertThat(spans.names()).containsExactly("chat scripted", "invoke_agent Assistant");
  }

  @Test
  void contextOfTheOtherIsUsedAsItIs() {
    AiServiceContext context = new TracingContextFactory().create(Assistant.class);

    assertThat(context).isInstanceOf(OtherContext.class);
    assertThat(context.toolService).hasSameClassAs(new ToolService());
  }
}
