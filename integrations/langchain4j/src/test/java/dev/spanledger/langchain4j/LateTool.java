// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A tool "open" that brings a tool "late" in the middle of a call, where it cannot be wrapped. */
final class LateTool implements ToolProvider {

  private final AtomicInteger asked = new AtomicInteger();
  private final ToolExecutor late;

  LateTool(ToolExecutor late) {
    this.late = late;
  }

  @Override
  public boolean isDynamic() {
    return true;
  }

  @Override
  public ToolProviderResult provideTools(ToolProviderRequest request) {
    ToolExecutor open = (call, memoryId) -> "opened";
    return asked.getAndIncrement() == 0
        ? new ToolProviderResult(Map.of(named("open"), open))
        : new ToolProviderResult(Map.of(named("late"), late));
  }

  private static ToolSpecification named(String name) {
    return ToolSpecification.builder().name(name).build();
  }
}
