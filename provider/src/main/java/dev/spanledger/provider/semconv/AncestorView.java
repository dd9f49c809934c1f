// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a span above said, asked as the rules of the conventions ask a span. Of its attributes there
 * is no list. Not thread-safe: the kind and the view of the span above are worked out once, because
 * rules about a kind may ask for those above, and these for theirs.
 */
final class AncestorView implements SpanView {
  private final Said said;
  private final @Nullable Ancestor above;
  private @Nullable AncestorView parent;
  private @Nullable String kind;

  private AncestorView(Said said, @Nullable Ancestor above) {
    this.said = said;
    this.above = above;
  }

  /** Of a span of which it is not known what is above it. */
  static AncestorView of(Said said) {
    return new AncestorView(said, null);
  }

  static @Nullable AncestorView of(@Nullable Ancestor ancestor) {
    return ancestor == null ? null : new AncestorView(ancestor.said(), ancestor.parent());
  }

  Said said() {
    return said;
  }

  @Override
  public String name() {
    return "";
  }

  @Override
  public String scope() {
    String scope = text(Said.SCOPE_NAME);
    return scope == null ? "" : scope;
  }

  @Override
  public String kind() {
    if (kind == null) {
      kind = KindRules.ofAncestor(this);
    }
    return kind;
  }

  @Override
  public String otelKind() {
    return "INTERNAL";
  }

  @Override
  public @Nullable Object attribute(String key) {
    return said.attribute(key);
  }

  @Override
  public Set<String> keys() {
    return Set.of();
  }

  @Override
  public @Nullable Object eventAttribute(String event, String key) {
    return null;
  }

  @Override
  public @Nullable AncestorView parent() {
    if (parent == null) {
      parent = of(above);
    }
    return parent;
  }
}
