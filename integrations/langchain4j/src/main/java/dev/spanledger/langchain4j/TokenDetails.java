// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.model.output.TokenUsage;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The token counts that only some providers' usage classes offer. Read by reflection, because each
 * class is in its provider's jar and none of those is needed here.
 */
record TokenDetails(
    @Nullable Number cacheRead, @Nullable Number cacheWrite, @Nullable Number reasoning) {

  static TokenDetails of(TokenUsage usage) {
    return new TokenDetails(
        first(usage, "inputTokensDetails.cachedTokens", "cacheReadInputTokens"),
        first(usage, "cacheCreationInputTokens", "cacheWriteInputTokens"),
        first(usage, "outputTokensDetails.reasoningTokens", "thoughtsTokenCount"));
  }

  private static @Nullable Number first(TokenUsage usage, String path, String otherPath) {
    Number count = read(usage, path);
    return count == null ? read(usage, otherPath) : count;
  }

  private static @Nullable Number read(TokenUsage usage, String path) {
    Object value = usage;
    for (String accessor : path.split("\\.", -1)) {
      value = value == null ? null : invoke(value, accessor);
    }
    return value instanceof Number number ? number : null;
  }

  private static @Nullable Object invoke(Object target, String accessor) {
    try {
      Method method = target.getClass().getMethod(accessor);
      return method.invoke(target);
    } catch (ReflectiveOperationException notOffered) {
      return null;
    }
  }
}
