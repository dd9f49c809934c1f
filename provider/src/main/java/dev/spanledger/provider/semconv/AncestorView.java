// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Attributes by name, without a list of them: a span above, or baggage. */
final class AncestorView implements SpanView {
  /** OpenTelemetry's own name for the scope where it must travel as an attribute. */
  private static final String SCOPE_NAME = "otel.scope.name";

  private final Function<String, @Nullable Object> attributes;
  private final @Nullable Ancestor parent;

  private AncestorView(Function<String, @Nullable Object> attributes, @Nullable Ancestor parent) {
    this.attributes = attributes;
    this.parent = parent;
  }

  static SpanView of(Function<String, @Nullable Object> attributes) {
    return new AncestorView(attributes, null);
  }

  static @Nullable SpanView of(@Nullable Ancestor ancestor) {
    return ancestor == null ? null : new AncestorView(ancestor::attribute, ancestor.parent());
  }

  @Override
  public String name() {
    return "";
  }

  @Override
  public String scope() {
    String scope = text(SCOPE_NAME);
    return scope == null ? "" : scope;
  }

  @Override
  public String kind() {
    return KindRules.ofAncestor(this);
  }

  @Override
  public String otelKind() {
    return "INTERNAL";
  }

  @Override
  public @Nullable Object attribute(String key) {
    return attributes.apply(key);
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
  public @Nullable SpanView parent() {
    return of(parent);
  }
}
