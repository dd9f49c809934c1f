// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;

/** Writes down the text that comes, then "done" or what went wrong. */
record HeardHandler(List<Object> heard) implements StreamingChatResponseHandler {

  @Override
  public void onPartialResponse(String part) {
    heard.add(part);
  }

  @Override
  public void onCompleteResponse(ChatResponse response) {
    heard.add("done");
  }

  @Override
  public void onError(Throwable error) {
    heard.add(error);
  }
}
