// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One trace with its spans in a tree. A span whose parent is not stored (yet, or in another
 * database) stands beside the root; so does one that is its own ancestor, which only broken input
 * can claim.
 *
 * @param roots in order of their start
 */
public record TraceTree(TraceRow trace, List<Node> roots) {
  private static final Comparator<SpanRow> BY_START =
      Comparator.comparing(SpanRow::startTime)
          .thenComparing(span -> Objects.requireNonNull(span.get(SpanColumns.START_UNIX_NANO)))
          .thenComparing(SpanRow::spanId);

  /**
   * A span and what it called.
   *
   * @param span without content: see {@link TraceReader#span}
   * @param children in order of their start
   */
  public record Node(SpanRow span, List<Node> children) {}

  static TraceTree of(TraceRow trace, List<SpanRow> spans) {
    List<SpanRow> inOrder = spans.stream().sorted(BY_START).toList();
    Map<String, Node> nodes = new LinkedHashMap<>();
    inOrder.forEach(span -> nodes.putIfAbsent(span.spanId(), new Node(span, new ArrayList<>())));
    return new TraceTree(trace, link(nodes));
  }

  private static List<Node> link(Map<String, Node> nodes) {
    Set<String> circles = circles(nodes);
    List<Node> roots = new ArrayList<>();
    for (Node node : nodes.values()) {
      String parentId = node.span.parentSpanId();
      Node parent = parentId == null ? null : nodes.get(parentId);
      if (parent == null || circles.contains(node.span.spanId())) {
        roots.add(node);
      } else {
        parent.children.add(node);
      }
    }
    return roots;
  }

  /** Every span, each after its parent, in the order in which a tree is printed. */
  public List<SpanRow> spans() {
    List<SpanRow> spans = new ArrayList<>();
    Deque<Node> open = new ArrayDeque<>();
    pushAll(roots, open);
    while (!open.isEmpty()) {
      Node node = open.pop();
      spans.add(node.span);
      pushAll(node.children, open);
    }
    return spans;
  }

  private static void pushAll(List<Node> nodes, Deque<Node> open) {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      open.push(nodes.get(i));
    }
  }

  /**
   * The spans that are their own ancestors. Each is passed twice at most: what anyone may send must
   * not take quadratic time.
   */
  private static Set<String> circles(Map<String, Node> nodes) {
    Set<String> circles = new HashSet<>();
    Map<String, String> passedFrom = new HashMap<>();
    for (String start : nodes.keySet()) {
      String span = start;
      while (span != null && passedFrom.putIfAbsent(span, start) == null) {
        span = parent(span, nodes);
      }
      boolean cameBack = span != null && start.equals(passedFrom.get(span));
      while (cameBack && span != null && circles.add(span)) {
        span = parent(span, nodes);
      }
    }
    return circles;
  }

  /** Null where it is not among the nodes. */
  private static @Nullable String parent(String span, Map<String, Node> nodes) {
    Node node = nodes.get(span);
    String parent = node == null ? null : node.span.parentSpanId();
    return parent != null && nodes.containsKey(parent) ? parent : null;
  }
}
