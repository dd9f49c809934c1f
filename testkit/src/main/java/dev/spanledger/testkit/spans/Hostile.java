// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values that databases, JSON parsers and web pages are known to choke on, by name. What a test
 * learns from one belongs here, so that every module meets it.
 */
public final class Hostile {
  private static final int MEBI = 1 << 20;

  private Hostile() {}

  /** Returns texts: control characters, broken Unicode, deep, broken and huge JSON, markup, SQL. */
  public static Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    putUnicode(texts);
    putJson(texts);
    texts.put("script", "</script><script>alert(1)</script>");
    texts.put("image tag", "\"><img src=x onerror=alert(1)>");
    texts.put("SQL", "'; DROP TABLE agent_spans; --");
    texts.put("COPY markers", "\\N\t\\.\r\n\\x00");
    texts.put("one mebi of text", "x".repeat(MEBI));
    texts.put("one mebi of emoji", "\uD83D\uDE00".repeat(MEBI / 4));
    texts.put("empty", "");
    texts.put("blank", " \t\n");
    return texts;
  }

  private static void putUnicode(Map<String, String> texts) {
    texts.put("NUL", "a\0b");
    texts.put("control characters", "\u0001\u0008\u001B[31m\u007F\u0085");
    texts.put("lone high surrogate", "a\uD83D");
    texts.put("lone low surrogate", "\uDE00b");
    texts.put("surrogates swapped", "a\uDE00\uD83Db");
    texts.put("noncharacter", "\uFFFE\uFFFF");
    texts.put("byte order mark", "\uFEFFa");
    texts.put("line separators", "a\u2028b\u2029c");
    texts.put("right to left", "\u202Etxt.exe");
    texts.put("combining", "e" + "\u0301".repeat(1_000));
  }

  private static void putJson(Map<String, String> texts) {
    texts.put("escaped NUL in JSON", "{\"a\":\"\\u0000\"}");
    texts.put("escaped NUL as JSON key", "{\"\\u0000\":1}");
    texts.put("escaped lone surrogate in JSON", "{\"a\":\"\\ud83d\"}");
    texts.put("cut JSON", "[{\"role\":\"user\",\"parts\":[{\"type\":\"te");
    texts.put("NaN in JSON", "{\"a\":NaN,\"b\":-Infinity}");
    texts.put("huge number in JSON", "{\"a\":1e200000}");
    texts.put("long number in JSON", "{\"a\":" + "9".repeat(5_000) + "}");
    texts.put("duplicate keys in JSON", "{\"a\":1,\"a\":2}");
    texts.put("deep JSON", "[".repeat(100_000) + "]".repeat(100_000));
    texts.put("two JSON values", "{}{}");
    texts.put("JSON null", "null");
  }

  /** Returns numbers that JSON cannot say, or that a decimal column cannot hold. */
  public static Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("NaN", Double.NaN);
    numbers.put("infinity", Double.POSITIVE_INFINITY);
    numbers.put("negative infinity", Double.NEGATIVE_INFINITY);
    numbers.put("largest", Double.MAX_VALUE);
    numbers.put("smallest", Double.MIN_VALUE);
    numbers.put("negative zero", -0.0);
    return numbers;
  }

  /** Start and end of a span, in nanoseconds since 1970, signed. */
  public record Times(long start, long end) {}

  /** Returns times that no clock could mean, or that run backwards. */
  public static Map<String, Times> times() {
    long now = SpanMother.START.getEpochSecond() * 1_000_000_000L;
    long tenYears = 10L * 365 * 86_400 * 1_000_000_000L;
    Map<String, Times> times = new LinkedHashMap<>();
    times.put("zero", new Times(0, 0));
    times.put("end is zero", new Times(now, 0));
    times.put("first nanosecond", new Times(1, 2));
    times.put("before 1970", new Times(-1_000_000_000L, -1));
    times.put("earliest", new Times(Long.MIN_VALUE, Long.MIN_VALUE));
    times.put("latest", new Times(Long.MAX_VALUE, Long.MAX_VALUE));
    times.put("backwards", new Times(now, now - 1));
    times.put("no duration", new Times(now, now));
    times.put("whole range", new Times(0, Long.MAX_VALUE));
    times.put("in ten years", new Times(now + tenYears, now + tenYears + 1));
    times.put("ten years ago", new Times(now - tenYears, now - tenYears + 1));
    return times;
  }
}
