// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.spanledger.instrument.AgentTracer;
import java.util.List;

/** Lets an agent look rules up. */
final class HelpCenterTools {
  private final ContentRetriever helpCenter;

  HelpCenterTools(ContentRetriever helpCenter) {
    this.helpCenter = helpCenter;
  }

  @Tool("Searches the help center: rules, deadlines, warranty, care, opening hours")
  List<String> searchHelpCenter(@P("a question or a few words") String query) {
    // LangChain4j's own steps trace themselves; a step that it does not know of takes this much.
    return AgentTracer.global().retrieval("help-center").query(query).call(() -> search(query));
  }

  private List<String> search(String query) {
    return helpCenter.retrieve(Query.from(query)).stream()
        .map(article -> article.textSegment().text())
        .toList();
  }
}
