// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.testkit.spans.Hostile;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Sets of attributes that no framework sends and somebody will: known names with values of any type
 * and shape, names that collide, and now and then a text of 10 MB. Equal seeds give equal sets. Not
 * thread-safe.
 */
final class HostileAttributes {
  private static final int HUGE = 10_000_000;
  private static final List<String> VOCABULARY = AttributeVocabulary.names();
  private static final List<String> FRAGMENTS =
      List.of(
          "role",
          "content",
          "parts",
          "type",
          "text",
          "tool_calls",
          "function",
          "name",
          "arguments",
          "id",
          "input",
          "output",
          "messages",
          "message",
          "image_url",
          "thinking",
          "tool_result",
          "tool_use_id",
          "args",
          "kwargs",
          "usage",
          "model",
          "candidates",
          "choices",
          "toolUse");
  private static final List<String> WORDS =
      List.of(
          "user",
          "assistant",
          "tool",
          "system",
          "developer",
          "text",
          "tool_call",
          "function",
          "tool_use",
          "reasoning",
          "stop",
          "[\"STOP\"]",
          "\"LLM\"",
          "0.0012USD",
          "{}",
          "[]",
          "1e400");

  private final Random random;
  private final List<String> texts;

  HostileAttributes(long seed) {
    random = new Random(seed);
    texts = new ArrayList<>(Hostile.texts().values());
    texts.removeIf(text -> text.length() > 4_000);
    texts.addAll(WORDS);
  }

  Attributes next() {
    AttributesBuilder attributes = Attributes.builder();
    int count = random.nextInt(12);
    String last = "a";
    for (int i = 0; i < count; i++) {
      last = random.nextInt(6) == 0 ? last : key(last);
      put(attributes, last);
    }
    return attributes.build();
  }

  String text() {
    int kind = random.nextInt(20_000);
    if (kind == 0) {
      return "x".repeat(HUGE);
    }
    if (kind == 1) {
      return "[{\"role\":\"user\",\"content\":\"" + "\uD83D\uDE00".repeat(HUGE / 8) + "\"}]";
    }
    return kind % 3 == 0 ? json(0) : any(texts);
  }

  private String key(String last) {
    String known = any(VOCABULARY);
    return switch (random.nextInt(8)) {
      case 0 -> last + "." + any(FRAGMENTS);
      case 1 -> known + (known.endsWith(".") ? "" : ".") + index() + "." + any(FRAGMENTS);
      case 2 -> known + index() + ".message." + any(FRAGMENTS);
      case 3 -> any(texts);
      default -> known;
    };
  }

  private String index() {
    return switch (random.nextInt(6)) {
      case 0 -> "99999999999999999999";
      case 1 -> "-1";
      case 2 -> "10001";
      default -> Integer.toString(random.nextInt(4));
    };
  }

  private void put(AttributesBuilder attributes, String key) {
    switch (random.nextInt(10)) {
      case 0 -> attributes.put(key, number());
      case 1 -> attributes.put(key, decimal());
      case 2 -> attributes.put(key, random.nextBoolean());
      case 3 ->
          attributes.put(AttributeKey.stringArrayKey(key), Arrays.asList(text(), null, text()));
      case 4 -> attributes.put(AttributeKey.doubleArrayKey(key), Arrays.asList(decimal(), null));
      case 5 -> attributes.put(AttributeKey.valueKey(key), value(0));
      default -> attributes.put(key, text());
    }
  }

  private Value<?> value(int depth) {
    return switch (random.nextInt(depth > 4 ? 4 : 7)) {
      case 0 -> Value.of(number());
      case 1 -> Value.of(decimal());
      case 2 -> Value.of(text().getBytes(StandardCharsets.UTF_8));
      case 3 -> Value.of(text());
      case 4 -> Value.of(value(depth + 1), value(depth + 1));
      default ->
          Value.of(
              KeyValue.of(any(FRAGMENTS), value(depth + 1)),
              KeyValue.of(any(FRAGMENTS), value(depth + 1)));
    };
  }

  /** Of the right words in the wrong places. */
  private String json(int depth) {
    return switch (random.nextInt(depth > 5 ? 4 : 9)) {
      case 0 -> "null";
      case 1 -> Long.toString(number());
      case 2 -> "\"" + any(WORDS).replace("\"", "\\\"") + "\"";
      case 3 -> random.nextBoolean() ? "1e400" : "\"\\u0000\\ud83d\"";
      case 4, 5 -> "[" + json(depth + 1) + "," + json(depth + 1) + "]";
      case 6 -> "{\"" + any(FRAGMENTS) + "\":" + json(depth + 1);
      default ->
          "{\"%s\":%s,\"%s\":%s}"
              .formatted(any(FRAGMENTS), json(depth + 1), any(FRAGMENTS), json(depth + 1));
    };
  }

  private long number() {
    long[] numbers = {0, -1, 7, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE};
    return numbers[random.nextInt(numbers.length)];
  }

  private double decimal() {
    double[] numbers = {0.5, -0.0, 1e10, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE};
    return numbers[random.nextInt(numbers.length)];
  }

  private String any(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
