// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import dev.spanledger.schema.TextMemory;
import org.jspecify.annotations.Nullable;

/**
 * Redacts the values of attributes, and looks only once at what comes again: an agent's tools and
 * its conversation so far. Only for the built-in rules, which say the same of the same text
 * whatever its name and whenever they are asked. Thread-safe.
 */
final class KnownTexts {
  private static final int REMEMBERED_CHARS = 4 << 20;

  private final TextMemory memory;
  private final Redactor redactor;
  private final TextMemory.Reading<Redacted> reading =
      new TextMemory.Reading<>() {
        @Override
        public Redacted read(String text) {
          return JsonWalk.redacted(redactor, "", text);
        }

        @Override
        public @Nullable Redacted grown(String text, Redacted known, Redacted rest, int shift) {
          return (known.isJson() && rest.isJson()) ? known.and(rest, text) : null;
        }
      };

  KnownTexts(Redactor redactor) {
    this.redactor = redactor;
    this.memory = redactor instanceof Rules ? new TextMemory(REMEMBERED_CHARS) : TextMemory.NONE;
  }

  /** The text as it may be stored: the same instance where nothing is to be taken out. */
  String redact(String where, String text) {
    if (memory == TextMemory.NONE) {
      return JsonWalk.redact(redactor, where, text);
    }
    Redacted redacted = memory.of(text, reading);
    return (redacted == null || !redacted.isChanged()) ? text : redacted.text();
  }

  /**
   * What became of a text.
   *
   * @param isJson whether it is a single value in JSON, looked at element by element
   */
  record Redacted(String text, boolean isChanged, boolean isJson) {
    /** This array and the other's elements, which together are the whole before redaction. */
    private Redacted and(Redacted rest, String whole) {
      return (isChanged || rest.isChanged)
          ? new Redacted(
              text.substring(0, text.length() - 1) + "," + rest.text.substring(1), true, true)
          : new Redacted(whole, false, true);
    }
  }
}
