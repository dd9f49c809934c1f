// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A user's own pattern. */
record PatternRule(String label, Pattern pattern) implements Redactor {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  PatternRule {
    Objects.requireNonNull(pattern, "pattern");
    if (!LABEL.matcher(label).matches()) {
      throw new IllegalArgumentException(
          "a label has letters, digits, underscores and hyphens, but is '" + label + "'");
    }
  }

  @Override
  public String redact(String where, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find()
        ? matcher.replaceAll(Matcher.quoteReplacement(Rules.replacement(label)))
        : text;
  }
}
