// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * Applies a redactor to everything that a span says: its name, status, attributes, events, links,
 * resource, scope and trace state. Thread-safe. Throws what the redactor throws.
 */
public final class SpanRedaction {
  /** Stores everything as it came. */
  public static final SpanRedaction NONE = new SpanRedaction(null, false);

  private final @Nullable Redactor redactor;
  private final @Nullable AttributeRedaction attributes;
  private volatile @Nullable Pair last;

  /** A process has one resource, and sends it with each span. */
  private record Pair(Resource before, Resource after) {}

  /**
   * @param redactor what is applied to each text; null for nothing
   * @param withoutHeaders whether attributes that hold a request's raw headers are left out
   */
  public SpanRedaction(@Nullable Redactor redactor, boolean withoutHeaders) {
    this.redactor = redactor;
    this.attributes = redactor == null ? null : new AttributeRedaction(redactor, withoutHeaders);
  }

  /**
   * The built-in rules, and after them a redactor of the user's.
   *
   * @param own null for none
   */
  public static SpanRedaction of(Redaction builtIn, @Nullable Redactor own) {
    if (builtIn == Redaction.NONE) {
      return own == null ? NONE : new SpanRedaction(own, false);
    }
    Redactor rules = builtIn.redactor();
    return new SpanRedaction(own == null ? rules : rules.andThen(own), true);
  }

  /** The span as it may be stored; the same instance where nothing is ever taken out. */
  public SpanData redact(SpanData span) {
    return attributes == null ? span : new RedactedSpan(span, this);
  }

  /** Attributes as they may be stored: the same instance where nothing is to be taken out. */
  public Attributes attributes(Attributes all) {
    return attributes == null ? all : attributes.redact(all);
  }

  /**
   * A value of any type that an attribute, or the body of a log record, can have: the same instance
   * where nothing is to be taken out.
   */
  public Object value(String where, Object value) {
    return attributes == null ? value : attributes.value(where, value);
  }

  /** A text, JSON or not, as it may be stored under this name. */
  public String text(String where, String text) {
    if (redactor == null || text.isEmpty()) {
      return text;
    }
    String hidden = redactor.hide(where);
    return hidden == null ? JsonWalk.redact(redactor, where, text) : hidden;
  }

  Resource resource(Resource resource) {
    Pair known = last;
    if (known == null || known.before != resource) {
      Attributes kept = attributes(resource.getAttributes());
      Resource after =
          kept == resource.getAttributes()
              ? resource
              : Resource.create(kept, resource.getSchemaUrl());
      known = new Pair(resource, after);
      last = known;
    }
    return known.after;
  }
}
