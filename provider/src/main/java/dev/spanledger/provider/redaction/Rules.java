// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The built-in rules in one pass: each character is looked up in a table, and only where a rule is
 * triggered by it is that rule asked. Immutable and thread-safe.
 */
final class Rules implements Redactor {
  /** How every replacement begins. */
  static final String BEGIN = "[REDACTED:";

  private static final int ASCII = 128;

  /** What was taken out can make neighbours of what was apart: those are few, and soon stable. */
  private static final int MOST_PASSES = 8;

  private static final Rule[] NONE = {};

  private final Names names;

  /** By the trigger, and what follows it: most letters begin something, and most pairs nothing. */
  private final Rule[][] byPair = new Rule[ASCII * ASCII][];

  private final boolean[] triggers = new boolean[ASCII];
  private final boolean empty;

  Rules(Names names, List<Rule> rules) {
    this.names = names;
    this.empty = rules.isEmpty();
    for (char trigger = 0; trigger < ASCII; trigger++) {
      for (char second = 0; second < ASCII; second++) {
        Rule[] triggered = triggeredBy(trigger, second, rules);
        byPair[trigger * ASCII + second] = triggered;
        triggers[trigger] |= triggered.length > 0;
      }
    }
  }

  static String replacement(String label) {
    return BEGIN + label + "]";
  }

  @Override
  public @Nullable String hide(String name) {
    String label = names.label(name);
    return label == null ? null : replacement(label);
  }

  @Override
  public String redact(String where, String text) {
    if (empty) {
      return text;
    }
    String before = text;
    for (int i = 0; i < MOST_PASSES; i++) {
      String after = pass(before);
      if (after.equals(before)) {
        return before;
      }
      before = after;
    }
    return before;
  }

  private String pass(String text) {
    StringBuilder out = null;
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ASCII || !triggers[c]) {
        continue;
      }
      Rule[] rules = byPair[c * ASCII + second(text, i)];
      for (Rule rule : rules) {
        long found = rule.find(text, i, done);
        if (found != Rule.NOTHING) {
          out = out == null ? new StringBuilder(text.length()) : out;
          out.append(text, done, Rule.start(found)).append(replacement(rule.label()));
          done = Rule.end(found);
          i = done - 1;
          break;
        }
      }
    }
    return out == null ? text : out.append(text, done, text.length()).toString();
  }

  /** Characters beyond ASCII, and the end, are as good as any that no rule asks for. */
  private static char second(String text, int i) {
    char second = i + 1 < text.length() ? text.charAt(i + 1) : 0;
    return second < ASCII ? second : 0;
  }

  private static Rule[] triggeredBy(char trigger, char second, List<Rule> rules) {
    List<Rule> triggered = new ArrayList<>(0);
    for (Rule rule : rules) {
      boolean follows = rule.seconds().isEmpty() || rule.seconds().indexOf(second) >= 0;
      if (follows && rule.triggers().indexOf(trigger) >= 0) {
        triggered.add(rule);
      }
    }
    return triggered.isEmpty() ? NONE : triggered.toArray(NONE);
  }
}
