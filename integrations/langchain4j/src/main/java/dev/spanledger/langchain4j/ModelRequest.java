// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of a model. */
record ModelRequest(
    List<ChatMessage> messages,
    ChatRequestParameters parameters,
    @Nullable ModelProvider provider) {

  static final AttributeKey<Double> TEMPERATURE =
      AttributeKey.doubleKey("gen_ai.request.temperature");
  static final AttributeKey<Double> TOP_P = AttributeKey.doubleKey("gen_ai.request.top_p");
  static final AttributeKey<Long> MAX_TOKENS = AttributeKey.longKey("gen_ai.request.max_tokens");
  static final AttributeKey<Boolean> STREAM = AttributeKey.booleanKey("gen_ai.request.stream");

  static ModelRequest of(ChatRequest request, @Nullable ModelProvider provider) {
    return new ModelRequest(request.messages(), request.parameters(), provider);
  }

  /** An AI Service's request leaves out what is the model's own default. */
  static ModelRequest of(ChatRequest request, InvocationContext invocation) {
    ChatRequestParameters defaults = invocation.defaultRequestParameters();
    ChatRequestParameters parameters = request.parameters();
    return new ModelRequest(
        request.messages(),
        defaults == null ? parameters : defaults.overrideWith(parameters),
        invocation.modelProvider());
  }

  static @Nullable Long asLong(@Nullable Integer value) {
    return value == null ? null : value.longValue();
  }
}
