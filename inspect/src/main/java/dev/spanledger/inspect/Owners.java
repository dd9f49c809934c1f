// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.inspect;

/** Whose conversation a model call belongs to. */
final class Owners {
  private Owners() {}

  /**
   * The nearest agent or workflow above a span, else what stands at the top of it; -1 for itself.
   */
  static int of(Run run, int span) {
    int at = run.parent(span);
    int top = at;
    while (at >= 0) {
      String kind = run.kind(at);
      if (kind.equals("AGENT") || kind.equals("WORKFLOW")) {
        return at;
      }
      top = at;
      at = run.parent(at);
    }
    return top;
  }
}
