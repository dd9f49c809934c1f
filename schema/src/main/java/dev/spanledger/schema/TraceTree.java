// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;

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
    TraceTree tree = new TraceTree(trace, link(inOrder, (node, nodes) -> false));
    boolean complete = tree.spans().size() == spans.size();
    return complete ? tree : new TraceTree(trace, link(inOrder, TraceTree::isItsOwnAncestor));
  }

  private static List<Node> link(
      List<SpanRow> spans, BiPredicate<Node, Map<String, Node>> standsAlone) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    spans.forEach(span -> nodes.putIfAbsent(span.spanId(), new Node(span, new ArrayList<>())));
    List<Node> roots = new ArrayList<>();
    for (Node node : nodes.values()) {
      String parentId = node.span.parentSpanId();
      Node parent = parentId == null ? null : nodes.get(parentId);
      if (parent == null || standsAlone.test(node, nodes)) {
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

  private static boolean isItsOwnAncestor(Node node, Map<String, Node> nodes) {
    String ancestor = node.span.parentSpanId();
    for (int steps = 0; ancestor != null && steps <= nodes.size(); steps++) {
      if (ancestor.equals(node.span.spanId())) {
        return true;
      }
      Node above = nodes.get(ancestor);
      ancestor = above == null ? null : above.span.parentSpanId();
    }
    return false;
  }
}
