// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;

/**
 * The models that the agents think with.
 *
 * @param support the support agent's
 * @param streaming the support agent's, token by token
 * @param specialist the refund specialist's
 */
public record ChatModels(ChatModel support, StreamingChatModel streaming, ChatModel specialist) {}
