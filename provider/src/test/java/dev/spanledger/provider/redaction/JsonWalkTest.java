// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWalkTest {
  private static final Redactor ALL = Redaction.ALL.redactor();
  private static final long SEED = 20_261_121;
  private static final int ROUNDS = 3_000;

  private static final List<String> TEXTS =
      List.of(
          "",
          "plain",
          "alice@example.com",
          "say \"hi\" to\nbob@example.org",
          "4111111111111111",
          "Bearer abc123def456",
          "password=hunter2",
          "\\",
          "\ud83d\ude00",
          "{\"a\":1}",
          "{\"password\":\"x\",\"b\":[\"alice@example.com\"]}",
          "[1,2",
          "+49 30 1234567",
          "sk-proj-AbCdEf0123456789xyzAbCd",
          "Authorization: Basic dXNlcjpwYXNz",
          "\u0007",
          "\"");

  private static final List<String> NAMES =
      List.of("a", "password", "token", "email", "alice@example.com", "x-api-key", "type", "é");

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"a\" : \"bob@example.org\" , \"n\":1.50}|{\"a\" : \"[REDACTED:email]\" , \"n\":1.50}",
        "{\"m\":\"bob\\u0040example.org\"}|{\"m\":\"[REDACTED:email]\"}",
        "[4111111111111111,41]|[\"[REDACTED:card]\",41]",
        "{\"password\":\"x\",\"pwd\":12,\"secret\":{\"a\":[1]}}|{\"password\":\"[REDACTED:password]\",\"pwd\":\"[REDACTED:password]\",\"secret\":\"[REDACTED:secret]\"}",
        "{\"token\":null,\"password\":true,\"secret\":\"\"}|{\"token\":null,\"password\":true,\"secret\":\"\"}",
        "{\"arguments\":\"{\\\"api_key\\\":\\\"k\\\"}\"}|{\"arguments\":\"{\\\"api_key\\\":\\\"[REDACTED:api_key]\\\"}\"}",
        "\"sk-proj-AbCdEf0123456789xyzAbCd\"|\"[REDACTED:openai_key]\"",
        "{\"bob@example.org\":1}|{\"[REDACTED:email]\":1}",
        "{\"password\":\"hunter2\",\"x\":\"cut bob@exa|{\"password\":\"[REDACTED:password]\",\"x\":\"cut bob@exa",
        "{\"x\":\"bob@example.org and|{\"x\":\"[REDACTED:email] and\"",
      })
  void jsonIsRedactedTokenByToken(String json, String redacted) {
    assertThat(JsonWalk.redact(ALL, "x", json)).isEqualTo(redacted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"object\",\"properties\":{\"password\":{\"type\":\"string\"},\"token\":{\"description\":\"a\",\"type\":[\"string\",\"null\"]},\"secret\":{\"$ref\":\"#/x\"}}}",
        " [ {\"role\":\"user\" , \"parts\":[{\"type\":\"text\",\"content\":\"h\\u00e9llo\\/\"}]} ] ",
        "{not json at all} but \"quoted\"",
        "\"Hello\" she said",
        "[]",
        "   "
      })
  void cleanTextStaysTheSameInstance(String text) {
    assertThat(JsonWalk.redact(ALL, "x", text)).isSameAs(text);
  }

  @Test
  void whateverARedactorAnswersTheJsonIsValid() throws IOException {
    Redactor hostile = (where, text) -> "\"\\\u0000\ud800}" + text;
    assertThat(isJson(JsonWalk.redact(hostile, "x", "{\"a\":[\"b\",\"{\\\"c\\\":1}\"]}"))).isTrue();
  }

  @Test
  void validJsonStaysValidAndIsRedactedOnce() throws IOException {
    System.out.println("seed " + SEED);
    int changed = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String json = "[" + value(4) + "]";
      assertThat(isJson(json)).as(json).isTrue();
      String redacted = JsonWalk.redact(ALL, "x", json);
      assertThat(isJson(redacted)).as("%s -> %s", json, redacted).isTrue();
      assertThat(JsonWalk.redact(ALL, "x", redacted)).as(json).isSameAs(redacted);
      assertThat(redacted).doesNotContain("example.", "hunter2", "abc123def456", "1234567");
      changed += redacted.equals(json) ? 0 : 1;
    }
    assertThat(changed).isGreaterThan(ROUNDS / 10);
  }

  @Test
  void brokenJsonIsRedactedAsFarAsItGoes() {
    for (int i = 0; i < ROUNDS; i++) {
      String json = "[\"Bearer abc123def456\"," + value(3) + "]";
      String cut = json.substring(0, 24 + random.nextInt(json.length() - 23));
      assertThat(JsonWalk.redact(ALL, "x", cut)).as(cut).doesNotContain("abc123def456");
    }
  }

  private String value(int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 7)) {
      case 0 -> random.nextBoolean() ? "4111111111111111" : "-12.5e3";
      case 1 -> random.nextBoolean() ? "null" : "true";
      case 2, 3 -> text();
      case 4 -> "[" + value(depth - 1) + " ,\n" + value(depth - 1) + "]";
      case 5 -> nested(value(depth - 1));
      default ->
          "{" + name() + ":" + value(depth - 1) + "," + name() + " : " + value(depth - 1) + "}";
    };
  }

  private String text() {
    return nested(TEXTS.get(random.nextInt(TEXTS.size())));
  }

  private String name() {
    return nested(NAMES.get(random.nextInt(NAMES.size())));
  }

  private static String nested(String text) {
    StringBuilder json = new StringBuilder();
    JsonString.append(json, text);
    return json.toString();
  }

  private static boolean isJson(String text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      int values = 0;
      int depth = 0;
      while (parser.nextToken() != null) {
        if (parser.currentToken().isStructStart()) {
          depth++;
        } else if (parser.currentToken().isStructEnd()) {
          depth--;
        }
        values += depth == 0 ? 1 : 0;
      }
      return values == 1;
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return false;
    }
  }
}
