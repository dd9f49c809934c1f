// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanRowCodecTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "\u00e4\u00ff",
          "\u4f60\u597d",
          "\ud83d\ude00",
          "{\"a\":[1,null]}",
          "x".repeat(70_000));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyColumnComesBackAsItWas(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      SpanRow row = randomRow(random);
      assertSame(SpanRowCodec.decode(SpanRowCodec.encode(row), 0), row, seed);
    }
  }

  private static void assertSame(SpanRow decoded, SpanRow row, long seed) {
    assertThat(decoded.values()).as("seed %d", seed).isEqualTo(row.values());
    assertThat(decoded.added()).isEqualTo(row.added());
    assertThat(decoded.isSettled()).isEqualTo(row.isSettled());
    assertThat(decoded.repairs()).isEqualTo(row.repairs());
    assertThat(decoded.scores().stream().map(SpanRowCodecTest::values))
        .containsExactlyElementsOf(row.scores().stream().map(SpanRowCodecTest::values).toList());
  }

  private static List<@Nullable Object> values(ScoreRow score) {
    return Arrays.asList(ScoreColumns.ALL.stream().map(score::get).toArray());
  }

  private static SpanRow randomRow(Random random) {
    SpanRow.Builder row = row();
    for (Column<?> column : SpanColumns.ALL) {
      if (random.nextBoolean()) {
        set(row, column, random);
      }
    }
    row.set(Column.text("my_text"), text(random))
        .set(Column.bigint("my_number"), random.nextLong());
    row.set(Column.doublePrecision("my_double"), random.nextGaussian());
    row.set(Column.bool("my_bool"), random.nextBoolean());
    row.scores(Stream.generate(() -> score(random)).limit(random.nextInt(3)).toList());
    SpanRow built = row.build();
    return random.nextBoolean() ? built : built.settled(random.nextBoolean(), random.nextDouble());
  }

  private static ScoreRow score(Random random) {
    return ScoreRow.builder("judge", text(random), random.nextInt())
        .set(ScoreColumns.TRACE_ID, "0".repeat(31) + "1")
        .set(ScoreColumns.VALUE, random.nextBoolean() ? random.nextGaussian() : null)
        .set(ScoreColumns.EXPLANATION, text(random))
        .build();
  }

  @SuppressWarnings("unchecked")
  private static <T> void set(SpanRow.Builder row, Column<T> column, Random random) {
    if (row.get(column) == null) {
      row.set(column, (T) value(column, random));
    }
  }

  private static Object value(Column<?> column, Random random) {
    return switch (column.type()) {
      case ID, TEXT -> text(random);
      case JSON, JSONB -> "{\"a\":\"" + random.nextInt() + "\"}";
      case TEXT_LIST -> Stream.generate(() -> text(random)).limit(random.nextInt(4)).toList();
      case UUID -> new UUID(random.nextLong(), random.nextLong());
      case UUID_LIST ->
          Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()))
              .limit(random.nextInt(4))
              .toList();
      case SHORT, INTEGER, LONG -> random.nextLong() >> random.nextInt(64);
      case DOUBLE -> random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
      case DECIMAL -> new BigDecimal(new BigInteger(40, random), random.nextInt(12));
      case BOOLEAN -> random.nextBoolean();
      case INSTANT -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L);
    };
  }

  private static String text(Random random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static SpanRow.Builder row() {
    return SpanRow.builder()
        .set(SpanColumns.TRACE_ID, "0".repeat(31) + "1")
        .set(SpanColumns.SPAN_ID, "0".repeat(15) + "2")
        .times(Long.MAX_VALUE, 5, Instant.parse("2026-11-20T12:00:00.123456Z"));
  }

  @Test
  void aColumnOfAnotherVersionIsLeftOut() {
    byte[] bytes = SpanRowCodec.encode(row().set(SpanColumns.MODEL, "gpt-4o").build());
    rename(bytes, "model", "model_of_tomorrow");
    SpanRow row = SpanRowCodec.decode(bytes, 0);
    assertThat(row.get(SpanColumns.MODEL)).isNull();
    assertThat(row.traceId()).isEqualTo("0".repeat(31) + "1");
  }

  @Test
  void aValueOfAnotherTypeIsLeftOut() {
    byte[] bytes = SpanRowCodec.encode(row().set(SpanColumns.MODEL, "gpt-4o").build());
    rename(bytes, "model", "input_tokens");
    assertThat(SpanRowCodec.decode(bytes, 0).get(SpanColumns.INPUT_TOKENS)).isNull();
  }

  private static void rename(byte[] bytes, String from, String to) {
    for (int i = 0; i < bytes.length - 4; i++) {
      if (new RowInput(bytes, i).fourOctets() == from.hashCode()) {
        RowOutput other = new RowOutput();
        other.fourOctets(to.hashCode());
        System.arraycopy(other.toByteArray(), 0, bytes, i, 4);
        return;
      }
    }
    throw new AssertionError(from);
  }

  @Test
  void aNewerVersionIsRefused() {
    byte[] bytes = SpanRowCodec.encode(row().build());
    bytes[0]++;
    assertThatThrownBy(() -> SpanRowCodec.decode(bytes, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 2");
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void brokenBytesAreRefusedOrReadButNothingElse(long seed) {
    Random random = new Random(seed);
    byte[] whole = SpanRowCodec.encode(row().set(SpanColumns.TAGS, List.of("a", "b")).build());
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = Arrays.copyOf(whole, random.nextInt(whole.length) + 1);
      broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      try {
        SpanRowCodec.decode(broken, 0);
      } catch (IllegalArgumentException e) {
        assertThat(e).as("seed %d", seed).hasNoCause();
      }
    }
  }
}
