// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Puts a redactor together. Without any rule it changes nothing. Not thread-safe. */
public final class RedactorBuilder {
  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, String> endings = new HashMap<>();
  private final List<PatternRule> patterns = new ArrayList<>();

  RedactorBuilder() {}

  /**
   * Credentials: by name ({@code password}, {@code api_key}, {@code authorization}, {@code cookie},
   * …), and by form (keys of OpenAI, Anthropic, AWS, Google, GitHub, Slack and others, JWT, bearer
   * tokens, private keys, passwords in URLs and assignments).
   */
  public RedactorBuilder credentials() {
    names.putAll(Names.CREDENTIALS);
    endings.putAll(Names.CREDENTIAL_ENDINGS);
    rules.addAll(Tokens.RULES);
    rules.add(new PrivateKeys());
    rules.add(new BearerTokens());
    rules.add(new UrlPasswords());
    rules.add(new Headers());
    rules.add(new Assignments());
    return this;
  }

  /**
   * Personal data: e-mail addresses, phone numbers, and payment card numbers whose check digit is
   * right.
   */
  public RedactorBuilder personalData() {
    names.putAll(Names.PERSONAL);
    rules.add(new Emails());
    rules.add(new Cards());
    rules.add(new Phones());
    return this;
  }

  /**
   * Hides whatever has one of these names, as an attribute or in a JSON object. Case, hyphens and
   * underscores make no difference, and of a name with dots the last part counts.
   */
  public RedactorBuilder hide(String... moreNames) {
    for (String name : moreNames) {
      String normal = Names.normal(name);
      if (normal.isEmpty()) {
        throw new IllegalArgumentException("a name to hide needs letters, but is '" + name + "'");
      }
      names.put(normal, name);
    }
    return this;
  }

  /**
   * Replaces whatever matches with {@code [REDACTED:label]}. A pattern that backtracks can take for
   * ever on a text that somebody chose: prefer possessive quantifiers.
   *
   * @param label letters, digits, underscores and hyphens
   */
  public RedactorBuilder pattern(String label, Pattern pattern) {
    patterns.add(new PatternRule(label, pattern));
    return this;
  }

  /** The redactor: immutable and thread-safe. */
  public Redactor build() {
    Redactor redactor = new Rules(new Names(names, endings), rules);
    for (PatternRule pattern : patterns) {
      redactor = redactor.andThen(pattern);
    }
    return redactor;
  }
}
