// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was found out about long texts, for as long as they are among the last ones. An
 * agent sends its tools with every call, word for word, and its whole conversation, which is the
 * one of the call before and what was said since: then only that is read. Thread-safe.
 *
 * <p>A text has grown out of another if both are JSON arrays of objects and it begins with all
 * elements of the other, as they were written. What is remembered must follow from the text alone.
 */
public final class TextMemory {
  /** Remembers nothing. */
  public static final TextMemory NONE = new TextMemory(0);

  /** Reading a shorter text costs less than finding it. */
  private static final int SHORTEST = 2_000;

  private static final int MOST_TEXTS = 256;

  /** What is compared first: long texts of different conversations often begin alike. */
  private static final int LAST_CHARS = 24;

  private final int maxChars;
  private final ArrayDeque<Known> texts = new ArrayDeque<>();
  private int chars;

  /**
   * @param maxChars how long all remembered texts together may be, in characters; they are usually
   *     held by their spans as well
   */
  public TextMemory(int maxChars) {
    this.maxChars = maxChars;
  }

  /**
   * Something that can be found out about a text. It is remembered by identity: keep it in a
   * constant or field.
   *
   * @param <V> what is found out; immutable
   */
  public interface Reading<V> {
    /** Of a whole text; null is an answer that is remembered as well. */
    @Nullable V read(String text);

    /**
     * Of an array that has grown. Whatever is not known to be an array as a whole must say null.
     *
     * @param text of the array
     * @param known of the array that it has grown out of
     * @param rest of the array of the new elements alone
     * @param shift by how much these stand further behind in the text
     * @return null where the whole text has to be read
     */
    default @Nullable V grown(String text, V known, V rest, int shift) {
      return null;
    }
  }

  /** What the reading finds out about the text. */
  public <V> @Nullable V of(String text, Reading<V> reading) {
    return text.length() < SHORTEST || text.length() > maxChars
        ? reading.read(text)
        : known(text).value(reading);
  }

  private synchronized Known known(String text) {
    Known newest = texts.peekFirst();
    if (newest != null && newest.isSame(text)) {
      return newest; // Asked one thing after the other, of one text.
    }
    Known before = null;
    for (Iterator<Known> all = texts.iterator(); all.hasNext(); ) {
      Known known = all.next();
      if (known.isText(text) || known.isBeginningOf(text)) {
        before = known;
        all.remove();
        chars -= known.text.length();
        break;
      }
    }
    Known known =
        before == null
            ? new Known(text, null)
            : before.isText(text) ? before : new Known(text, before);
    remember(known);
    return known;
  }

  private void remember(Known known) {
    texts.addFirst(known);
    chars += known.text.length();
    while (chars > maxChars || texts.size() > MOST_TEXTS) {
      chars -= texts.removeLast().text.length();
    }
  }

  /** A text, and what is known of it. */
  private static final class Known {
    private final String text;
    private final Map<Reading<?>, Optional<?>> values = new ConcurrentHashMap<>(8);

    /** Of the text that it has grown out of. */
    private final Map<Reading<?>, Optional<?>> before;

    private final int lengthBefore;

    Known(String text, @Nullable Known before) {
      this.text = text;
      this.before = before == null ? Map.of() : before.values;
      this.lengthBefore = before == null ? 0 : before.text.length();
    }

    @SuppressWarnings("ReferenceEquality") // what is equal as well is found a little later
    boolean isSame(String other) {
      return text == other;
    }

    boolean isText(String other) {
      return text.equals(other);
    }

    /**
     * Whether the other is this array and more objects, written without spaces between them. Copies
     * are compared because that is several times as fast as character by character.
     */
    boolean isBeginningOf(String other) {
      int end = text.length() - 1;
      return other.length() > end + 2
          && other.charAt(end) == ','
          && other.charAt(end + 1) == '{'
          && text.startsWith("[{")
          && text.endsWith("}]")
          && other.endsWith("}]")
          && text.regionMatches(end - LAST_CHARS, other, end - LAST_CHARS, LAST_CHARS)
          && text.substring(0, end).equals(other.substring(0, end));
    }

    /** Two threads may both read it, and find the same. */
    @SuppressWarnings("unchecked") // a reading's values are its own
    <V> @Nullable V value(Reading<V> reading) {
      Optional<V> value = (Optional<V>) values.get(reading);
      if (value == null) {
        value = Optional.ofNullable(read(reading));
        values.put(reading, value);
      }
      return value.orElse(null);
    }

    @SuppressWarnings("unchecked") // as above
    private <V> @Nullable V read(Reading<V> reading) {
      V known = ((Optional<V>) before.getOrDefault(reading, Optional.empty())).orElse(null);
      V grown = known == null ? null : grown(reading, known);
      return grown == null ? reading.read(text) : grown;
    }

    private <V> @Nullable V grown(Reading<V> reading, V known) {
      V rest = reading.read("[" + text.substring(lengthBefore));
      return rest == null ? null : reading.grown(text, known, rest, lengthBefore - 1);
    }
  }
}
