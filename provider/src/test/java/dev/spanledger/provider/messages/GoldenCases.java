// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.messages;

import io.opentelemetry.api.common.Attributes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Cases in a text file. A case begins with {@code # its name}; then come the attributes of a span
 * ({@code key = value}, going on in indented lines), {@code event <name> {…}} and {@code log <name>
 * {…}}, {@code kind} and {@code scope} where they are not LLM and empty; then what is expected:
 * {@code > input}, {@code > output}, {@code > instructions}, {@code > tools}, each followed by
 * JSON, whose lines are put together, and {@code > promoted}, {@code > consumed}, {@code > finish},
 * each followed by words. Whatever is not mentioned is expected to be absent, but for the last
 * three.
 */
final class GoldenCases {
  private GoldenCases() {}

  record Case(String name, List<String> given, Map<String, String> expected) {
    Conversation read() {
      Given span = Given.kind(word("kind ", "LLM")).scope(word("scope ", ""));
      for (String line : given) {
        if (line.startsWith("event ")) {
          carried(line.substring(6), (name, json) -> span.event(name, fields(json)));
        } else if (line.startsWith("log ")) {
          carried(line.substring(4), (name, json) -> span.log(name, json));
        } else {
          span.attributes(line);
        }
      }
      return span.read();
    }

    private String word(String prefix, String otherwise) {
      return given.stream()
          .filter(line -> line.startsWith(prefix))
          .map(line -> line.substring(prefix.length()))
          .findFirst()
          .orElse(otherwise);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private interface Carrier {
    void add(String name, String json);
  }

  static Stream<Case> in(String file) {
    return Stream.of(text(file).split("(?m)^# ", -1)).skip(1).map(GoldenCases::one);
  }

  private static Case one(String text) {
    String[] sections = text.split("(?m)^> ", -1);
    List<String> given = lines(sections[0]);
    Map<String, String> expected = new LinkedHashMap<>();
    for (int i = 1; i < sections.length; i++) {
      String[] words = sections[i].split("\\s", 2);
      expected.put(words[0], words[1].lines().map(String::strip).collect(Collectors.joining()));
    }
    return new Case(given.get(0), given.subList(1, given.size()), expected);
  }

  /** An indented line goes on where the one before it ended. */
  private static List<String> lines(String section) {
    List<String> lines = new ArrayList<>();
    for (String line : section.strip().split("\n", -1)) {
      if (line.startsWith(" ")) {
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + line.strip());
      } else if (!line.isBlank()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static void carried(String line, Carrier carrier) {
    int space = line.indexOf(' ');
    carrier.add(line.substring(0, space), line.substring(space + 1));
  }

  private static Map<String, String> fields(String json) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (JsonText.parse(json) instanceof Json.Obj object) {
      object.fields().forEach((key, value) -> fields.put(key, value.text()));
    }
    return fields;
  }

  static Attributes attributes(String json) {
    return Given.of(fields(json));
  }

  private static String text(String file) {
    try (InputStream in = GoldenCases.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
