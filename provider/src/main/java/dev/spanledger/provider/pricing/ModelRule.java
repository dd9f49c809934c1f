// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which names are a model's, as the catalogue writes it: {@code =name}, {@code ^start}, {@code
 * $end}, {@code *part}, {@code ~regex}, or several of these, all of which must hold, with {@code &}
 * between them.
 */
final class ModelRule {
  static final String AND = " & ";

  private ModelRule() {}

  /**
   * @throws IllegalArgumentException for text that is no rule
   */
  static Predicate<String> of(String text) {
    List<Predicate<String>> clauses =
        Arrays.stream(text.split(AND, -1)).map(ModelRule::clause).toList();
    return clauses.size() == 1
        ? clauses.get(0)
        : name -> clauses.stream().allMatch(clause -> clause.test(name));
  }

  private static Predicate<String> clause(String text) {
    String operand = text.substring(1);
    return switch (text.charAt(0)) {
      case '=' -> operand::equals;
      case '^' -> name -> name.startsWith(operand);
      case '$' -> name -> name.endsWith(operand);
      case '*' -> name -> name.contains(operand);
      case '~' -> Pattern.compile(operand).asPredicate();
      default -> throw new IllegalArgumentException("not a rule: " + text);
    };
  }
}
