// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import dev.spanledger.provider.messages.Json.Arr;
import dev.spanledger.provider.messages.Json.Obj;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A list whose elements are spread over attributes {@code prefix.<n>.<path>}: in the order of their
 * numbers, which may start anywhere and leave gaps.
 *
 * @param items what has a number
 * @param keys the attributes that said so
 */
record Flattened(List<Obj> items, Set<String> keys) {
  private static final int MAX_INDEX = 10_000;
  private static final int MAX_PATH = 24;

  /** A value, or what has more names below it. */
  private static final class Node {
    private final Map<String, Node> below = new LinkedHashMap<>();
    private @Nullable Json value;

    void put(String[] path, int from, Json leaf) {
      Node node = this;
      for (int i = from; i < path.length; i++) {
        node = node.below.computeIfAbsent(path[i], name -> new Node());
      }
      node.value = leaf;
    }

    Json json() {
      Json leaf = value;
      if (below.isEmpty() && leaf != null) {
        return leaf;
      }
      return below.keySet().stream().allMatch(name -> index(name) >= 0) ? array() : object();
    }

    private Arr array() {
      Map<Integer, Json> items = new TreeMap<>();
      below.forEach((name, node) -> items.put(index(name), node.json()));
      return Json.array(new ArrayList<>(items.values()));
    }

    private Obj object() {
      Obj object = new Obj();
      below.forEach((name, node) -> object.put(name, node.json()));
      return object;
    }
  }

  static Flattened read(MessageSource source, String prefix) {
    Map<Integer, Node> items = new TreeMap<>();
    Set<String> keys = new HashSet<>();
    for (String key : source.keys()) {
      Object value = key.startsWith(prefix) ? source.attribute(key) : null;
      String[] path =
          value == null ? new String[0] : key.substring(prefix.length()).split("\\.", MAX_PATH);
      if (value != null && path.length > 1 && index(path[0]) >= 0) {
        items.computeIfAbsent(index(path[0]), i -> new Node()).put(path, 1, AnyValue.tree(value));
        keys.add(key);
      }
    }
    return new Flattened(items.values().stream().map(Node::object).toList(), keys);
  }

  /** Negative for what is none. */
  private static int index(String name) {
    if (name.isEmpty() || name.length() > 5 || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int index = Integer.parseInt(name);
    return index <= MAX_INDEX ? index : -1;
  }
}
