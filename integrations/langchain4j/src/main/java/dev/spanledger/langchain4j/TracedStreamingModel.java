// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an AI Service's streaming model: a call that the service has told of is marked as
 * streamed, and its answer is watched for the first chunk. LangChain4j's listeners tell neither.
 */
final class TracedStreamingModel extends PassThrough {

  private TracedStreamingModel(StreamingChatModel model) {
    super(model);
  }

  /** The model itself where it cannot be wrapped, or is already. */
  static @Nullable StreamingChatModel around(@Nullable StreamingChatModel model) {
    if (model == null || of(model) != null) {
      return model;
    }
    StreamingChatModel traced =
        Tolerant.get(() -> new TracedStreamingModel(model).as(StreamingChatModel.class));
    return traced == null ? model : traced;
  }

  @Override
  void before(Method method, Object[] arguments) {
    int last = arguments.length - 1;
    if (last > 0
        && arguments[0] instanceof ChatRequest request
        && arguments[last] instanceof StreamingChatResponseHandler handler) {
      ModelCall call = IssuedCall.find(request.messages());
      if (call != null) {
        call.streamed();
        arguments[last] = new Watched(handler, call).as(StreamingChatResponseHandler.class);
      }
    }
  }

  /** A response handler whose first piece of an answer is noted before it is passed on. */
  private static final class Watched extends PassThrough {

    private final ModelCall call;

    Watched(StreamingChatResponseHandler handler, ModelCall call) {
      super(handler);
      this.call = call;
    }

    /** Some providers send a tool call only whole. Raw events may carry nothing of the answer. */
    @Override
    void before(Method method, Object[] arguments) {
      String event = method.getName();
      if (event.startsWith("onPartial") || event.equals("onCompleteToolCall")) {
        call.firstChunk();
      }
    }
  }
}
