// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextMemoryTest {
  private static final String LONG = "x".repeat(3_000);

  /** Says which texts were read, and reads an array as the number of its characters. */
  private static final class Lengths implements TextMemory.Reading<Integer> {
    private final List<String> read = new ArrayList<>();

    @Override
    public Integer read(String text) {
      read.add(text);
      return text.length();
    }

    @Override
    public Integer grown(String text, Integer known, Integer rest, int shift) {
      assertThat(shift).isEqualTo(known - 1);
      assertThat(text.substring(shift + 1)).hasSize(rest - 1);
      return known + rest - 1;
    }
  }

  private final TextMemory memory = new TextMemory(100_000);
  private final Lengths lengths = new Lengths();

  @Test
  void readsALongTextOnce() {
    assertThat(memory.of(LONG, lengths)).isEqualTo(3_000);
    assertThat(memory.of("x".repeat(3_000), lengths)).isEqualTo(3_000);
    assertThat(lengths.read).hasSize(1);
  }

  @Test
  void readsOfAnArrayThatHasGrownOnlyWhatIsNew() {
    memory.of(array(LONG), lengths);
    assertThat(memory.of(array(LONG, "new"), lengths)).isEqualTo(array(LONG, "new").length());
    assertThat(memory.of(array(LONG, "new", "er"), lengths))
        .isEqualTo(array(LONG, "new", "er").length());
    assertThat(lengths.read).containsExactly(array(LONG), array("new"), array("er"));
  }

  @Test
  void twoConversationsThatBeginAlikeDoNotDisturbEachOther() {
    for (String both : List.of("a", "b")) {
      memory.of(array(LONG, both), lengths);
    }
    for (String both : List.of("a", "b")) {
      memory.of(array(LONG, both, both), lengths);
    }
    assertThat(lengths.read.subList(2, 4)).containsExactly(array("a"), array("b"));
  }

  @Test
  void readsAnArrayWholeWhereItIsNotTheOldOneAndMore() {
    List<String> others =
        List.of(
            array(LONG + "y", "new"),
            array(LONG).replace("]", ", " + array("new").substring(1)),
            array(LONG).replace("]", ",1]"),
            array(LONG).replace("]", ",]"),
            array(LONG).replace("]", ",{\"v\":\"cut"));
    for (String other : others) {
      Lengths fresh = new Lengths();
      TextMemory empty = new TextMemory(100_000);
      empty.of(array(LONG), fresh);
      assertThat(empty.of(other, fresh)).isEqualTo(other.length());
      assertThat(fresh.read).containsExactly(array(LONG), other);
    }
  }

  @Test
  void whatIsNoAnswerIsRememberedToo() {
    List<String> read = new ArrayList<>();
    TextMemory.Reading<String> nothing =
        text -> {
          read.add(text);
          return null;
        };
    assertThat(memory.of(LONG, nothing)).isNull();
    assertThat(memory.of(LONG, nothing)).isNull();
    assertThat(read).hasSize(1);
  }

  @Test
  void forgetsTheOldestWhereAllWouldBeTooLong() {
    for (int i = 0; i < 40; i++) {
      memory.of(i + LONG, lengths);
    }
    memory.of(39 + LONG, lengths);
    assertThat(lengths.read).hasSize(40);
    memory.of(0 + LONG, lengths);
    assertThat(lengths.read).hasSize(41);
  }

  @Test
  void shortTextsAndTextsThatAreTooLongAreJustRead() {
    for (String text : List.of("short", "x".repeat(100_001))) {
      memory.of(text, lengths);
      memory.of(text, lengths);
    }
    assertThat(lengths.read).hasSize(4);
    assertThat(TextMemory.NONE.of(LONG, lengths)).isEqualTo(3_000);
  }

  @Test
  void whatIsStorableDoesNotDependOnWhatWasSeenBefore() {
    long seed = 20_261_128;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<String> ends =
        List.of("a", "\\u0000", "\u0000", "\uD800", "\\ud83d\\ude00", "\"", "}]", "\\\\", "\u00e9");
    for (int i = 0; i < 300; i++) {
      String text = array(LONG);
      for (int step = 0; step < 5; step++) {
        text = array(text.substring(6, text.length() - 3) + "\"},{\"v\":\"" + any(ends, random));
        String cut = random.nextInt(4) == 0 ? text.substring(0, text.length() - 1) : text;
        assertThat(StorableJson.repair(cut, memory)).isEqualTo(StorableJson.repair(cut));
        if (StorableJson.isStorable(cut) && cut.equals(StorableText.repair(cut))) {
          assertThat(MessageList.of(cut, memory)).isEqualTo(MessageList.of(cut, TextMemory.NONE));
        }
      }
    }
  }

  private static @Nullable String any(List<String> texts, Random random) {
    return texts.get(random.nextInt(texts.size()));
  }

  private static String array(String... values) {
    List<String> objects = new ArrayList<>();
    for (String value : values) {
      objects.add("{\"v\":\"" + value + "\"}");
    }
    return "[" + String.join(",", objects) + "]";
  }
}
