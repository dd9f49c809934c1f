// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  private static final Redactor ALL = Redaction.ALL.redactor();
  private static final Redactor CREDENTIALS = Redactor.builtIn();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "key sk-ant-api03-AbCdEf0123456789xyz.|key [REDACTED:anthropic_key].",
        "sk-proj-AbCdEf0123456789xyzAbCd|[REDACTED:openai_key]",
        "AKIAIOSFODNN7EXAMPLE|[REDACTED:aws_key]",
        "(AIzaSyA-1234567890abcdefghijklmnopqrstu)|([REDACTED:google_key])",
        "ghp_0123456789abcdefABCDEF0123456789abcd|[REDACTED:github_token]",
        "github_pat_11ABCDEFG0abcdefghij_klmnop|[REDACTED:github_token]",
        "xoxb-123456789012-abcdef|[REDACTED:slack_token]",
        "a eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln b|a [REDACTED:jwt] b",
        "Bearer abc123def456|Bearer [REDACTED:bearer_token]",
        "GET / Authorization: Basic dXNlcjpwYXNz|GET / Authorization: [REDACTED:authorization]",
        "cookie: sid=abc; theme=dark|cookie: [REDACTED:authorization]",
        "postgres://app:hunter2@db/x|postgres://app:[REDACTED:password]@db/x",
        "?api_key=abc123&x=1|?api_key=[REDACTED:secret]&x=1",
        "OPENAI_API_KEY=s3cr3t-value|OPENAI_API_KEY=[REDACTED:secret]",
        "see {\"password\": \"swordfish\"}|see {\"password\": \"[REDACTED:secret]\"}",
      })
  void credentialsAreTakenOut(String text, String redacted) {
    assertThat(CREDENTIALS.redact("x", text)).isEqualTo(redacted);
    assertThat(CREDENTIALS.redact("x", redacted)).isEqualTo(redacted);
  }

  @Test
  void aPrivateKeyGoesWithAllItsLines() {
    String key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE+/=\nabc\n-----END RSA PRIVATE KEY-----";
    assertThat(CREDENTIALS.redact("x", "a " + key + " b")).isEqualTo("a [REDACTED:private_key] b");
    assertThat(CREDENTIALS.redact("x", key.substring(0, 40))).isEqualTo("[REDACTED:private_key]");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "mail alice.b+x@mail.example.com.|mail [REDACTED:email].",
        "4111 1111 1111 1111|[REDACTED:card]",
        "card:4111111111111111,|card:[REDACTED:card],",
        "3782-822463-10005|[REDACTED:card]",
        "call +49 30 1234567.|call [REDACTED:phone].",
        "(555) 123-4567|[REDACTED:phone]",
        "tel:+1-555-123-4567|tel:[REDACTED:phone]",
        "030 1234567|[REDACTED:phone]",
      })
  void personalDataIsTakenOutWhereItIsAskedFor(String text, String redacted) {
    assertThat(ALL.redact("x", text)).isEqualTo(redacted);
    assertThat(ALL.redact("x", redacted)).isEqualTo(redacted);
    assertThat(CREDENTIALS.redact("x", text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "The bearer of bad news; bearer authentication",
        "task-force and risk-averse, sk-learn",
        "token: a unit of text. password: required",
        "Authorization: see the documentation",
        "password = getpass() and token = tokenizer.next()",
        "apiKey: process.env.OPENAI_API_KEY",
        "max_tokens=4096 input_tokens: 12345",
        "4111111111111112 is no card, nor is 1763640000000000000",
        "2026-11-20 10:30:00 and 01/02/2024 10, 01.02.2024 15:30",
        "192.168.100.200 at 10.0.0.1, 0.1234567890",
        "npm i @scope/pkg lodash@4.17.21 user@host",
        "550e8400-e29b-41d4-a716-446655440000",
        "https://example.com:8080/a?b=c#d",
        "call 5551234567",
        "-----BEGIN CERTIFICATE-----"
      })
  void whatOnlyLooksSimilarStaysTheSameInstance(String text) {
    assertThat(ALL.redact("x", text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "http.request.header.x-api-key",
        "apiKey",
        "OPENAI_API_KEY",
        "client_secret",
        "Set-Cookie",
        "db.password",
        "access_token"
      })
  void namesOfCredentialsHideWhatTheyName(String name) {
    assertThat(CREDENTIALS.hide(name)).startsWith("[REDACTED:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gen_ai.request.max_tokens",
        "llm.token_count.prompt",
        "session.id",
        "tokenizer",
        "author"
      })
  void otherNamesHideNothing(String name) {
    assertThat(ALL.hide(name)).isNull();
  }

  @Test
  void ownNamesAndPatternsAreAdded() {
    Redactor own =
        Redactor.builder().hide("X-Internal").pattern("staff", Pattern.compile("E\\d{4}+")).build();
    assertThat(own.hide("x_internal")).isEqualTo("[REDACTED:X-Internal]");
    assertThat(own.redact("x", "by E1234")).isEqualTo("by [REDACTED:staff]");
    assertThatThrownBy(() -> Redactor.builder().pattern("a b", Pattern.compile("x")))
        .hasMessageContaining("a b");
    assertThatThrownBy(() -> Redactor.builder().hide("--")).hasMessageContaining("--");
  }

  /** A rule that looked twice at everything would take minutes here: n² / 2 is 10¹¹. */
  @Test
  void hostileTextsTakeLinearTime() {
    for (String unit :
        List.of(
            "a@",
            "@",
            "1",
            "1 ",
            "4111-",
            "+1",
            "(0",
            "eyJ",
            "eyJa.",
            "sk-",
            "bearer ",
            "password=1",
            "password=\"",
            "password:'",
            "-----BEGIN PRIVATE KEY-----!",
            "-----BEGIN ",
            "://a:",
            "Authorization:",
            "cookie:a",
            "{\"password\":{\"type\":",
            "[\"",
            "{\"a\":",
            "\\\"",
            "\\",
            "\"",
            "{\"password\":[",
            "x.",
            "0 ")) {
      String text = unit.repeat((1 << 20) / unit.length());
      assertThat(JsonWalk.redact(ALL, "x", text)).as(unit).isNotNull();
      assertThat(JsonWalk.redact(ALL, "x", "[\"" + text)).as(unit).isNotNull();
    }
  }
}
