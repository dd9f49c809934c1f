// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutTest {
  private static final String BYTES = base64(30_000);
  private static final String HASHED = "\\[sha256:[0-9a-f]{64} " + BYTES.length() + " chars]";

  @Test
  void onlyTheLongPartOfAListIsCut() {
    String before =
        "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"first, whole\"}]}";
    String after = "{\"role\":\"assistant\",\"n\":1.0,\"parts\":[{\"type\":\"text\",\"content\":\"";
    String cut =
        Cut.to(2_000, "[" + before + "," + after + "é".repeat(9_000) + "\"}]}," + before + "]");
    assertThat(cut)
        .hasSizeBetween(1_900, 2_000)
        .startsWith("[" + before + "," + after + "ééé")
        .endsWith("\"}]}," + before + "]");
    int kept = cut.lastIndexOf('é') - cut.indexOf('é') + 1;
    assertThat(cut).contains("é…[cut " + (9_000 - kept) + " chars]\"");
  }

  @Test
  void longTextsShareWhatThereIs() {
    String json = "[\"" + "a b ".repeat(1_000) + "\",\"short\",\"" + "c d ".repeat(2_000) + "\"]";
    List<?> cut = (List<?>) JsonTree.parse(Cut.to(1_000, json));
    assertThat((String) cut.get(0)).hasSizeBetween(450, 510).contains("…[cut 3");
    assertThat(cut.get(1)).isEqualTo("short");
    assertThat((String) cut.get(2)).hasSizeBetween(450, 510).contains("…[cut 7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"role\":\"user\",\"parts\":[{\"type\":\"blob\",\"mime_type\":\"image/png\",\"content\":\"%s\"}]}]",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,%s\"}}]}]",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image\\/png;base64,%s\"}}]}]",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"%s\"}}]}]",
        "{\"contents\":[{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%s\"}}]}]}",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"%s\",\"format\":\"wav\"}}]}]",
        "data:image/png;base64,%s",
        "%s"
      })
  void bytesBecomeTheirHashAndTheRestStays(String form) {
    String cut = Cut.to(1_000, form.replace("%s", BYTES));
    String[] around = form.replace("image\\/png", "image/png").split("%s", -1);
    assertThat(cut).startsWith(around[0]).endsWith(around[1]).hasSizeLessThan(1_000);
    assertThat(cut.substring(around[0].length(), cut.length() - around[1].length()))
        .matches(HASHED);
    assertThat(Cut.to(100_000, form.replace("%s", BYTES))).isEqualTo(form.replace("%s", BYTES));
  }

  @Test
  void silenceIsBytesWhereThePartSaysSo() {
    String silence = "A".repeat(5_000);
    assertThat(Cut.to(600, "[{\"type\":\"blob\",\"content\":\"" + silence + "\"}]"))
        .contains("[sha256:");
    assertThat(Cut.to(600, "[{\"type\":\"text\",\"content\":\"" + silence + "\"}]"))
        .contains("AAA…[cut ");
  }

  @Test
  void theHashIsThatOfTheText() {
    String text = "Ab3+".repeat(100);
    assertThat(Cut.to(300, text))
        .isEqualTo(
            "[sha256:%s 400 chars]"
                .formatted("87866c85a379171ced9ae84ddf3e6f2cc2874885f724ddb753576b9e561b1798"));
  }

  @Test
  void jsonInAStringStaysJson() {
    String arguments = "{\"city\":\"Paris\",\"text\":\"" + "so long ".repeat(2_000) + "\",\"n\":1}";
    String json =
        "[{\"type\":\"tool_call\",\"arguments\":\""
            + new String(JsonStringEncoder.getInstance().quoteAsString(arguments))
            + "\"}]";
    Map<?, ?> part = (Map<?, ?>) ((List<?>) JsonTree.parse(Cut.to(1_000, json))).get(0);
    Map<?, ?> inner = (Map<?, ?>) JsonTree.parse((String) part.get("arguments"));
    assertThat(inner.get("city")).isEqualTo("Paris");
    assertThat(inner.get("n")).isEqualTo(1L);
    assertThat((String) inner.get("text")).startsWith("so long so").contains("…[cut ");
  }

  @Test
  void jsonOfTensOfMegabytesIsCutAsJson() {
    String json = "[{\"role\":\"user\",\"content\":\"" + "x y ".repeat(6_000_000) + "\"}]";
    assertThat(Cut.to(1_000, json)).startsWith("[{\"role\"").endsWith(" chars]\"}]");
  }

  @Test
  void aListSaysHowManyElementsAreGone() {
    Kept kept = new Kept(true, Limits.ofTexts(256));
    List<String> list = IntStream.range(0, 100).mapToObj(i -> "element " + i).toList();
    List<?> cut = (List<?>) kept.value("x", list);
    assertThat(cut.get(cut.size() - 1)).isEqualTo("…[cut " + (101 - cut.size()) + " elements]");
    assertThat(kept.value("x", list.subList(0, 20))).isEqualTo(list.subList(0, 20));
  }

  /** Valid stays valid, long gets short, no character is split, and again changes nothing. */
  @ParameterizedTest
  @ValueSource(longs = {1, 20261120, 4711})
  void anyJsonStaysJson(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      String json =
          IntStream.rangeClosed(0, random.nextInt(5))
              .mapToObj(n -> tree(random, 3))
              .collect(Collectors.joining(",", "[", "]"));
      int max = 256 << random.nextInt(5);
      String cut = Cut.to(max, json);
      String which = "seed " + seed + ", run " + i;
      assertThat(cut.length()).as(which).isLessThanOrEqualTo(max + Cut.LONGEST_MARK);
      assertThat(Cut.to(max, cut)).as(which).isEqualTo(cut);
      if (cut.length() <= max) {
        Object tree = JsonTree.parse(cut);
        assertThat(tree).as(which).isNotNull();
        assertThat(String.valueOf(tree).codePoints().noneMatch(CutTest::isHalf)).as(which).isTrue();
      }
    }
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static String tree(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 5)) {
      case 0 -> "\"" + text(random) + "\"";
      case 1 -> "1.0e3";
      case 2 -> "{\"type\":\"blob\",\"content\":\"" + base64(random.nextInt(900)) + "\"}";
      case 3 -> "{\"a\":" + tree(random, depth - 1) + ",\"b\":" + tree(random, depth - 1) + "}";
      default -> {
        String inner = "[" + tree(random, depth - 1) + "]";
        yield "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(inner)) + "\"";
      }
    };
  }

  private static String text(Random random) {
    List<String> pieces =
        List.of(
            "word ",
            "\\ud83d\\ude00",
            "\uD83D\uDE00",
            "\\\"",
            "\\\\",
            "\\n",
            "é",
            "\\u00e9",
            "]",
            "\u2028");
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(400); left > 0; left--) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    return text.toString();
  }

  private static String base64(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return Base64.getEncoder().withoutPadding().encodeToString(content);
  }
}
