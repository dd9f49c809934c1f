// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a text what shall not be stored. Called before anything is queued for disk, stored
 * or logged, by several threads at a time: implementations are thread-safe, and neither wait nor do
 * I/O.
 *
 * <p>A text is one string: where an attribute holds JSON, each string inside it is given one by one
 * and unescaped, also in JSON inside of JSON, so that the whole stays valid whatever is answered. A
 * redactor that throws costs the span its content: nothing is ever stored unredacted instead.
 */
@FunctionalInterface
public interface Redactor {
  /**
   * The text as it may be stored: the same instance where nothing is to be taken out.
   *
   * @param where the attribute's key, or the column's name for what is no attribute ({@code name},
   *     {@code status_message}, {@code trace_state}, …)
   * @param text any text, also an empty one; never null. Numbers of twelve digits and more are
   *     given as texts, too
   */
  String redact(String where, String text);

  /**
   * What stands for everything that has this name, whatever it is (a text, a number, a list, an
   * object); null, the default, to keep it.
   *
   * @param name an attribute's key, or a field's in a JSON object
   */
  default @Nullable String hide(String name) {
    return null;
  }

  /** This one first, and then the other on what it left. */
  default Redactor andThen(Redactor next) {
    return new Sequence(this, Objects.requireNonNull(next, "next"));
  }

  /** Rules for credentials, the default: as {@link Redaction#CREDENTIALS}. */
  static Redactor builtIn() {
    return Redaction.CREDENTIALS.redactor();
  }

  /** Built-in rules to choose from, and room for names and patterns of one's own. */
  static RedactorBuilder builder() {
    return new RedactorBuilder();
  }
}
