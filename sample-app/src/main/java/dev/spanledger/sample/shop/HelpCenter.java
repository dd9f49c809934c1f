// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.shop;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the articles that share the most, and the rarest, words with a question. A real shop would
 * ask a vector store; to the agent, and to the trace, both are a {@link ContentRetriever}.
 */
final class HelpCenter implements ContentRetriever {
  private static final int MAX_ARTICLES = 2;

  private final List<Article> articles;
  private final Map<String, Integer> articlesWithWord = new HashMap<>();

  private record Article(String text, Set<String> words) {}

  HelpCenter() {
    articles =
        Arrays.stream(ShopTables.resource("/help-center.md").split("(?m)^## "))
            .skip(1)
            .map(text -> new Article(text.strip(), words(text)))
            .toList();
    articles.forEach(a -> a.words().forEach(word -> articlesWithWord.merge(word, 1, Integer::sum)));
  }

  @Override
  public List<Content> retrieve(Query query) {
    Set<String> asked = words(query.text());
    return articles.stream()
        .filter(article -> score(article, asked) > 0)
        .sorted(Comparator.comparingDouble(article -> -score(article, asked)))
        .limit(MAX_ARTICLES)
        .map(article -> Content.from(TextSegment.from(article.text())))
        .toList();
  }

  private double score(Article article, Set<String> asked) {
    return asked.stream()
        .filter(article.words()::contains)
        .mapToDouble(
            word -> Math.log((articles.size() + 1.0) / articlesWithWord.getOrDefault(word, 1)))
        .sum();
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z]+"))
        .filter(word -> word.length() > 3)
        .map(word -> word.endsWith("s") ? word.substring(0, word.length() - 1) : word)
        .collect(Collectors.toSet());
  }
}
