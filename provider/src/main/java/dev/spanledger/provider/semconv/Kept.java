// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a span's attributes is kept: by name, and of long texts how much.
 *
 * @param content whether attributes are kept that carry what people and tools said
 * @param limits where longer texts are cut
 */
record Kept(boolean content, Limits limits) {
  private static final int LONGEST_KEY = 1_024;

  /** A name, of whatever: an application can make it as long as a text. */
  String key(String key) {
    return Cut.text(key, Math.min(LONGEST_KEY, limits.maxChars()));
  }

  String text(String text) {
    return limits.text(text);
  }

  /** Null where the attribute is not kept. */
  @Nullable Object value(String key, Object value) {
    boolean dropped = ContentKeys.isNeverKept(key) || (!content && ContentKeys.isContent(key));
    return dropped ? null : cut(value);
  }

  private Object cut(Object value) {
    if (value instanceof String text) {
      return limits.value(text);
    }
    if (value instanceof List<?> list) {
      return cutList(list);
    }
    return value instanceof Number || value instanceof Boolean ? value : cutComplex(value);
  }

  /** A tree of values is shortened as the JSON text that it becomes. */
  private Object cutComplex(Object value) {
    String json = AttributeJson.value(value);
    boolean isTooDeep = ComplexValue.isDeeper(value, AttributeJson.DEEPEST);
    boolean whole = json.length() <= limits.maxChars() && !isTooDeep;
    String cut = whole ? json : limits.value(json);
    return cut.equals(json) && !isTooDeep ? value : cut;
  }

  /** The elements share the length that one text may have; the last one says how many are gone. */
  private List<Object> cutList(List<?> list) {
    List<Object> cut = new ArrayList<>();
    int left = limits.maxChars();
    for (Object element : list) {
      if (element instanceof String text) {
        cut.add(Cut.to(Math.max(1, left), text));
        left -= text.length();
      } else {
        cut.add(element);
        left -= Long.BYTES;
      }
      if (left <= 0 && cut.size() < list.size()) {
        cut.add(Cut.markOfElements(list.size() - cut.size()));
        break;
      }
    }
    return cut;
  }
}
