// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import org.jspecify.annotations.Nullable;

/** Two redactors, one after the other. */
record Sequence(Redactor first, Redactor second) implements Redactor {
  @Override
  public String redact(String where, String text) {
    return second.redact(where, first.redact(where, text));
  }

  @Override
  public @Nullable String hide(String name) {
    String hidden = first.hide(name);
    return hidden == null ? second.hide(name) : hidden;
  }
}
