// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

/** Which of the built-in rules are applied. */
public enum Redaction {
  /** None: texts are stored as they came. */
  NONE,
  /**
   * Passwords, tokens, API keys, authorization headers, cookies and private keys: what must not lie
   * in any database. The default.
   */
  CREDENTIALS,
  /** Credentials, and personal data: e-mail addresses, phone numbers, payment cards. */
  ALL;

  /** The rules, as a redactor of their own; without any rule for {@link #NONE}. */
  public Redactor redactor() {
    return switch (this) {
      case NONE -> Redactor.builder().build();
      case CREDENTIALS -> Redactor.builder().credentials().build();
      case ALL -> Redactor.builder().credentials().personalData().build();
    };
  }
}
