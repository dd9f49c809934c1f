// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.inspect.Message;
import dev.spanledger.schema.Column;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The payloads of a trace in a file, each text once: a whole value, and of a list of messages each
 * message. Only hashes of the texts are kept in memory. For one thread.
 */
final class FileTexts {
  /** What is shorter is written in its place. */
  private static final int SHORT = 100;

  private static final List<Column<String>> PAYLOADS =
      List.of(
          SpanColumns.INPUT,
          SpanColumns.OUTPUT,
          SpanColumns.SYSTEM_INSTRUCTIONS,
          SpanColumns.TOOL_DEFINITIONS,
          SpanColumns.ATTRIBUTES,
          SpanColumns.EVENTS,
          SpanColumns.LINKS,
          SpanColumns.RESOURCE);

  /** Columns that say what was said, besides those. */
  private static final Set<Column<?>> SAID =
      Set.of(
          SpanColumns.METADATA,
          SpanColumns.TOOL_SCHEMA,
          SpanColumns.RETRIEVAL_QUERY,
          SpanColumns.MEMORY_QUERY,
          SpanColumns.GUARDRAIL_RESULT,
          SpanColumns.PROMPT_TEMPLATE,
          SpanColumns.PROMPT_VARIABLES,
          SpanColumns.ERROR_STACK);

  private final Wording wording;
  private final long most;
  private final Map<Hash, Integer> numbers = new HashMap<>();
  private long characters;

  private record Hash(long high, long low) {}

  /** The numbers of a value's texts: of its elements, where it is a list, else its own. */
  private record Refs(boolean list, List<Integer> numbers) {}

  FileTexts(Wording wording, long most) {
    this.wording = wording;
    this.most = most;
  }

  /** Writes those texts of the span that are not written yet. */
  Numbered of(Json json, SpanRow span) {
    Numbered numbered = new Numbered();
    if (wording.payloads()) {
      for (Column<String> column : PAYLOADS) {
        String text = span.get(column);
        if (text != null) {
          numbered.put(text, json);
        }
      }
    }
    return numbered;
  }

  /** The number of a text, which is written where it is new; -1 where there is no room for it. */
  private int number(Json json, String text) {
    Hash hash = hash(text);
    Integer known = numbers.get(hash);
    if (known != null) {
      return known;
    }
    if (characters + text.length() > most) {
      return -1;
    }
    characters += text.length();
    json.beginArray().text("t").json(text).endArray();
    numbers.put(hash, numbers.size());
    return numbers.size() - 1;
  }

  private static Hash hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      ByteBuffer bytes = ByteBuffer.wrap(digest);
      return new Hash(bytes.getLong(), bytes.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Each message of a list; the text itself for anything else. */
  private static List<String> elements(String json) {
    return Message.list(json).stream().map(Message::json).toList();
  }

  /** The payloads of one span, by the numbers of their texts. */
  final class Numbered implements SpanJson.PayloadJson {
    private final Map<String, Refs> refs = new LinkedHashMap<>();
    private boolean complete = wording.payloads();

    private void put(String text, Json json) {
      if (isShort(text)) {
        return;
      }
      List<String> elements = elements(text);
      List<Integer> of = new ArrayList<>();
      for (String element : elements) {
        of.add(number(json, wording.json(element)));
      }
      complete &= !of.contains(-1);
      refs.put(text, new Refs(!elements.equals(List.of(text)), of));
    }

    private boolean isShort(String text) {
      return text.length() <= SHORT && !text.startsWith("{\"$");
    }

    /** Whether the file has all that the span said. */
    boolean isComplete() {
      return complete;
    }

    /** As the text itself, {@code {"$": number}} or {@code {"$$": [numbers]}}. */
    @Override
    public void write(Json json, String field, String text) {
      Refs of = refs.get(text);
      if (of == null) {
        json.json(wording.json(text));
      } else if (of.numbers.contains(-1)) {
        json.nothing();
      } else if (of.list) {
        json.begin().beginArray("$$");
        of.numbers.forEach(json::number);
        json.endArray().end();
      } else {
        json.begin().number("$", of.numbers.get(0)).end();
      }
    }

    @Override
    public String told(String text) {
      return wording.redactor().apply(text);
    }

    @Override
    public boolean leavesOut(Column<?> column) {
      return !wording.payloads() && (SAID.contains(column) || PAYLOADS.contains(column));
    }
  }
}
