// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Random;

/** Spans made by hand. */
final class Spans {
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final long START = 1_794_000_000_123_456_789L;

  private static final TraceState STATE =
      TraceState.builder().put("second", "b:2").put("first@vendor", "a/1 !").build();

  private Spans() {}

  /** A span that says nothing but what every span has to. */
  static TestSpanData.Builder builder(long id) {
    return TestSpanData.builder()
        .setName("span " + id)
        .setKind(SpanKind.INTERNAL)
        .setSpanContext(context(id, TraceState.getDefault()))
        .setStatus(StatusData.unset())
        .setStartEpochNanos(START + id)
        .setEndEpochNanos(START + id + 1_000_001)
        .setHasEnded(true);
  }

  static SpanContext context(long id, TraceState state) {
    return SpanContext.create(TRACE, "%016x".formatted(id), TraceFlags.getSampled(), state);
  }

  static SpanContext remote(long id) {
    return SpanContext.createFromRemoteParent(
        TRACE, "%016x".formatted(id), TraceFlags.getDefault(), STATE);
  }

  static TraceState state() {
    return STATE;
  }

  /** An attribute of every type, and of every value that JSON or a column could spoil. */
  static Attributes everyType() {
    return Attributes.builder()
        .put("text", "Grüße, 世界 😀 \u0001\u2028 </script>")
        .put("empty text", "")
        .put("json", "{\"b\": 1.0, \"a\":[1,2]}")
        .put("long", 42)
        .put("least", Long.MIN_VALUE)
        .put("most", Long.MAX_VALUE)
        .put("yes", true)
        .put("half", 0.5)
        .put("integral", 1.0)
        .put("exponent", 1.0E10)
        .put("large", Double.MAX_VALUE)
        .put("small", Double.MIN_VALUE)
        .put("negative zero", -0.0)
        .put("NaN", Double.NaN)
        .put("infinity", Double.POSITIVE_INFINITY)
        .put("negative infinity", Double.NEGATIVE_INFINITY)
        .put("looks like a double", "1.0E10")
        .put("looks like NaN", "NaN")
        .putAll(arrays())
        .putAll(trees())
        .build();
  }

  private static Attributes arrays() {
    return Attributes.builder()
        .put("texts", "a", "", "b")
        .put("longs", 1L, Long.MAX_VALUE)
        .put("doubles", 1.0, 0.1, Double.NaN, -0.0, 1e300)
        .put("booleans", true, false)
        .put(AttributeKey.stringArrayKey("no texts"), List.of())
        .put(AttributeKey.longArrayKey("no longs"), List.of())
        .put(AttributeKey.doubleArrayKey("no doubles"), List.of())
        .put(AttributeKey.booleanArrayKey("no booleans"), List.of())
        .build();
  }

  private static Attributes trees() {
    return Attributes.builder()
        .put(AttributeKey.valueKey("nothing"), Value.empty())
        .put(AttributeKey.valueKey("bytes"), Value.of(new byte[] {0, 1, -1, 127}))
        .put(AttributeKey.valueKey("no bytes"), Value.of(new byte[0]))
        .put(AttributeKey.valueKey("mixed"), Value.of(Value.of("a"), Value.of(1), Value.empty()))
        .put(AttributeKey.valueKey("no map"), Value.of(new KeyValue[0]))
        .put(AttributeKey.valueKey("tree"), tree())
        .build();
  }

  private static Value<?> tree() {
    return Value.of(
        KeyValue.of("z", Value.of(1.0E10)),
        KeyValue.of("a", Value.of(new byte[] {7})),
        KeyValue.of("double", Value.of(KeyValue.of("map", Value.of(-0.0)))),
        KeyValue.of("z", Value.of("twice")),
        KeyValue.of("list", Value.of(Value.of(Value.of(1), Value.of(Double.NaN)), Value.empty())));
  }

  /** Any attributes: any of these names with any type. */
  static Attributes random(Random random, List<String> names) {
    var attributes = Attributes.builder();
    for (int left = random.nextInt(12); left > 0; left--) {
      put(attributes, names.get(random.nextInt(names.size())), random);
    }
    return attributes.build();
  }

  private static void put(
      io.opentelemetry.api.common.AttributesBuilder attributes, String name, Random random) {
    switch (random.nextInt(9)) {
      case 0 -> attributes.put(name, random.nextLong());
      case 1 -> attributes.put(name, (long) random.nextInt(100));
      case 2 -> attributes.put(name, number(random));
      case 3 -> attributes.put(name, random.nextBoolean());
      case 4 -> attributes.put(name, text(random), text(random));
      case 5 -> attributes.put(name, number(random), number(random));
      case 6 -> attributes.put(AttributeKey.valueKey(name), tree(random, 4));
      default -> attributes.put(name, text(random));
    }
  }

  private static Value<?> tree(Random random, int deep) {
    return switch (random.nextInt(deep == 0 ? 5 : 8)) {
      case 0 -> Value.of(text(random));
      case 1 -> Value.of(number(random));
      case 2 -> Value.of(random.nextLong());
      case 3 -> Value.empty();
      case 4 -> Value.of(text(random).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      case 5 -> Value.of(tree(random, deep - 1), tree(random, deep - 1));
      default ->
          Value.of(
              KeyValue.of(text(random), tree(random, deep - 1)),
              KeyValue.of(text(random), tree(random, deep - 1)));
    };
  }

  private static double number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(100);
      case 1 -> random.nextDouble();
      case 2 -> random.nextInt(1_000) / 1e3;
      default -> Double.longBitsToDouble(random.nextLong());
    };
  }

  private static String text(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> Long.toString(random.nextInt(1_000));
      case 1 -> Double.toString(random.nextInt(1_000) / 8.0);
      case 2 -> random.nextBoolean() ? "true" : " False ";
      case 3 -> "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hi\"}]}]";
      case 4 -> "{\"a\": [1.0, \"" + random.nextInt(9) + "\"]}";
      case 5 -> "x".repeat(random.nextInt(700));
      case 6 -> "\"quoted\"";
      default -> "word " + Integer.toString(random.nextInt(1 << 20), 36);
    };
  }
}
