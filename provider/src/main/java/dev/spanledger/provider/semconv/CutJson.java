// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON that is too long. Its longest strings are cut, all at the same length, which is as long as
 * the whole allows; everything else stays as it is spelled. Strings that hold bytes become their
 * hashes, and those that hold JSON are cut as such.
 */
final class CutJson {
  /** A string is not cut to less. */
  private static final int SHORTEST = 64;

  /** JSON in a string of JSON in a string of JSON. */
  private static final int DEEPEST = 3;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final String json;
  private final int depth;
  private final List<Text> texts = new ArrayList<>();

  /** A string, as spelled between its quotes. */
  private record Text(int start, int end, boolean isBlob) {
    int length() {
      return end - start;
    }

    /** How long it can be at most when it has to be cut at this length. */
    int cutAt(int longest) {
      return isWholeAt(longest)
          ? length()
          : isBlob ? Blob.LONGEST_HASH : longest + Cut.LONGEST_MARK;
    }

    boolean isWholeAt(int longest) {
      return length() <= longest + Cut.LONGEST_MARK;
    }
  }

  private CutJson(String json, int depth) {
    this.json = json;
    this.depth = depth;
  }

  /** Null where the text is no JSON, or where its strings are not what makes it long. */
  static @Nullable String to(int max, String json) {
    return to(max, json, 0);
  }

  /** The same instance where no string is longer; null where the text is no JSON. */
  static @Nullable String each(int max, String json) {
    CutJson cut = new CutJson(json, 0);
    try {
      cut.read();
    } catch (IOException e) {
      return null;
    }
    return cut.isWholeAt(max) ? json : cut.at(max);
  }

  private boolean isWholeAt(int longest) {
    return texts.stream().allMatch(text -> text.isWholeAt(longest));
  }

  private static @Nullable String to(int max, String json, int depth) {
    CutJson cut = new CutJson(json, depth);
    try {
      cut.read();
    } catch (IOException e) {
      return null;
    }
    int longest = cut.longest(max);
    return longest < SHORTEST ? null : cut.at(longest);
  }

  private void read() throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          read(parser);
        } else if (parser.getParsingContext().inRoot() && !token.isStructEnd()) {
          throw new IOException("no tree");
        }
      }
    }
  }

  private void read(JsonParser parser) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset() + 1;
    String text = parser.getText();
    int end = (int) parser.currentLocation().getCharOffset() - 1;
    String field = parser.currentName();
    if ("type".equals(field)) {
      parser.assignCurrentValue(text);
    }
    if (end - start > SHORTEST + Cut.LONGEST_MARK) {
      texts.add(new Text(start, end, Blob.is(text, isStated(field, parser))));
    }
  }

  private static boolean isStated(@Nullable String field, JsonParser parser) {
    return field != null
        && (Blob.isIn(field) || (field.equals("content") && "blob".equals(parser.currentValue())));
  }

  /** How long a string may be for all to fit; less than the shortest where it cannot be done. */
  private int longest(int max) {
    int fits = SHORTEST - 1;
    int doesNot = max;
    while (doesNot - fits > 1) {
      int middle = (fits + doesNot) >>> 1;
      if (length(middle) <= max) {
        fits = middle;
      } else {
        doesNot = middle;
      }
    }
    return fits;
  }

  private long length(int longest) {
    long length = json.length();
    for (Text text : texts) {
      length -= text.length() - text.cutAt(longest);
    }
    return length;
  }

  private String at(int longest) {
    StringBuilder cut = new StringBuilder();
    int copied = 0;
    for (Text text : texts) {
      if (!text.isWholeAt(longest)) {
        cut.append(json, copied, text.start).append(cut(text, longest));
        copied = text.end;
      }
    }
    return cut.append(json, copied, json.length()).toString();
  }

  private String cut(Text text, int longest) {
    if (text.isBlob) {
      return escaped(Blob.hashed(unescaped(text)));
    }
    String inner = looksLikeJson(text) ? inner(text, longest) : null;
    return inner == null ? plain(text, longest) : inner;
  }

  private boolean looksLikeJson(Text text) {
    char first = json.charAt(text.start);
    return first == '{' || first == '[' || json.startsWith("\\\"", text.start);
  }

  /** Null for what is no JSON within the string, or cannot be shortened as such. */
  private @Nullable String inner(Text text, int longest) {
    if (depth >= DEEPEST) {
      return null;
    }
    String unescaped = unescaped(text);
    // What escaping adds is in proportion.
    int share = (int) ((long) longest * unescaped.length() / text.length());
    String shorter = to(share, unescaped, depth + 1);
    String escaped = shorter == null ? null : escaped(shorter);
    return escaped == null || escaped.length() > longest + Cut.LONGEST_MARK ? null : escaped;
  }

  private String plain(Text text, int longest) {
    int end = text.start;
    for (int next = end; next - text.start <= longest; next = afterCharacter(next)) {
      end = next;
    }
    int gone = 0;
    for (int rest = end; rest < text.end; rest = afterCharacter(rest)) {
      gone++;
    }
    return json.substring(text.start, end) + Cut.mark(gone);
  }

  /** Behind one character, which can be spelled as two surrogates, escaped or not. */
  private int afterCharacter(int at) {
    int next = afterUnit(at);
    boolean isPair = isSurrogate(at, 'd', '8', 'b') && isSurrogate(next, 'd', 'c', 'f');
    return isPair ? afterUnit(next) : next;
  }

  private int afterUnit(int at) {
    if (json.charAt(at) != '\\') {
      return at + 1;
    }
    return json.charAt(at + 1) == 'u' ? at + 6 : at + 2;
  }

  private boolean isSurrogate(int at, char first, char lowest, char highest) {
    char c = json.charAt(at);
    if (c != '\\') {
      return lowest == '8' ? Character.isHighSurrogate(c) : Character.isLowSurrogate(c);
    }
    if (json.charAt(at + 1) != 'u' || Character.toLowerCase(json.charAt(at + 2)) != first) {
      return false;
    }
    char second = Character.toLowerCase(json.charAt(at + 3));
    return second >= lowest && second <= highest;
  }

  private String unescaped(Text text) {
    String spelled = json.substring(text.start - 1, text.end + 1);
    try (JsonParser parser = JSON.createParser(spelled)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException e) {
      throw new IllegalStateException("part of what was read", e);
    }
  }

  private static String escaped(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
