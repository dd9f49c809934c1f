// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names that a model may have a price under: the one that came first, then the same with one
 * thing after the other left out that says where or when, but not which model.
 */
final class ModelNames {
  private static final List<Pattern> LEFT_OUT =
      List.of(
          Pattern.compile("^(?:us|us-gov|eu|apac|jp|au|ca|sa|in|me|af|il|mx|global)\\."),
          Pattern.compile(
              "^(?:ai21|amazon|anthropic|cohere|deepseek|google|luma|meta|minimax|mistral|moonshot|moonshotai"
                  + "|nvidia|openai|qwen|stability|twelvelabs|writer|zai)\\."),
          Pattern.compile("-v\\d+:\\d+$"),
          Pattern.compile(":\\d+$"),
          Pattern.compile("@.*$"),
          Pattern.compile("-\\d{8}$"),
          Pattern.compile("-\\d{4}-\\d{2}-\\d{2}$"),
          Pattern.compile("-latest$"));

  private ModelNames() {}

  /** Each once, the name itself first. */
  static List<String> of(String model) {
    Set<String> names = new LinkedHashSet<>();
    names.add(model.trim());
    String name = model.trim().toLowerCase(Locale.ROOT);
    names.add(name);
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/')) {
      name = name.substring(slash + 1);
      names.add(name);
    }
    for (Pattern pattern : LEFT_OUT) {
      name = pattern.matcher(name).replaceFirst("");
      names.add(name);
    }
    names.add(name.replace('.', '-'));
    names.remove("");
    return new ArrayList<>(names);
  }
}
