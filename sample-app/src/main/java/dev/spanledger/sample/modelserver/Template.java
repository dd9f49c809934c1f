// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample.modelserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in which {@code {tool}} stands for that tool's last result, and {@code {tool/0/field}} for
 * a value in it by JSON pointer.
 */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)((?:/\\w+)*)}");

  private Template() {}

  static String fill(String text, Map<String, String> toolResults) {
    return PLACE
        .matcher(text)
        .replaceAll(place -> Matcher.quoteReplacement(value(place, toolResults)));
  }

  private static String value(MatchResult place, Map<String, String> toolResults) {
    String result = toolResults.getOrDefault(place.group(1), place.group());
    if (place.group(2).isEmpty()) {
      return result;
    }
    try {
      return Json.MAPPER.readTree(result).at(place.group(2)).asText();
    } catch (JsonProcessingException e) {
      return result;
    }
  }
}
