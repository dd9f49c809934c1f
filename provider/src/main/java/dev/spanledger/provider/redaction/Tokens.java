// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import java.util.List;

/** Keys and tokens that say by their first letters whose they are. */
final class Tokens {
  static final List<Rule> RULES =
      List.of(
          new Prefixed("sk-ant-", "anthropic_key", 16),
          new Prefixed("sk-or-", "openrouter_key", 16),
          new Prefixed("sk-lf-", "langfuse_key", 16),
          new Prefixed("sk-", "openai_key", 16),
          new Prefixed("sk_live_", "stripe_key", 16),
          new Prefixed("sk_test_", "stripe_key", 16),
          new Prefixed("rk_live_", "stripe_key", 16),
          new Prefixed("AKIA", "aws_key", 16),
          new Prefixed("ASIA", "aws_key", 16),
          new Prefixed("AIza", "google_key", 30),
          new Prefixed("ya29.", "google_token", 16),
          new Prefixed("ghp_", "github_token", 20),
          new Prefixed("gho_", "github_token", 20),
          new Prefixed("ghu_", "github_token", 20),
          new Prefixed("ghs_", "github_token", 20),
          new Prefixed("ghr_", "github_token", 20),
          new Prefixed("github_pat_", "github_token", 20),
          new Prefixed("glpat-", "gitlab_token", 16),
          new Prefixed("xoxa-", "slack_token", 8),
          new Prefixed("xoxb-", "slack_token", 8),
          new Prefixed("xoxe-", "slack_token", 8),
          new Prefixed("xoxo-", "slack_token", 8),
          new Prefixed("xoxp-", "slack_token", 8),
          new Prefixed("xoxr-", "slack_token", 8),
          new Prefixed("xoxs-", "slack_token", 8),
          new Prefixed("xapp-", "slack_token", 8),
          new Prefixed("hf_", "huggingface_token", 30),
          new Prefixed("gsk_", "groq_key", 20),
          new Prefixed("npm_", "npm_token", 30),
          new Jwt());

  private Tokens() {}

  /** A prefix and so many characters at least, with a digit among the first of them. */
  private record Prefixed(String prefix, String label, int shortest) implements Rule {
    @Override
    public String triggers() {
      return prefix.substring(0, 1);
    }

    @Override
    public String seconds() {
      return prefix.substring(1, 2);
    }

    @Override
    public long find(String text, int at, int from) {
      if (!text.startsWith(prefix, at) || !Chars.beginsWord(text, at, from)) {
        return NOTHING;
      }
      int body = at + prefix.length();
      int end = Chars.endOfToken(text, body);
      return end - body >= shortest && Chars.looksRandom(text, body, end)
          ? Rule.found(at, end)
          : NOTHING;
    }
  }

  /** Two or more parts of base64url with dots between them, of which the first is a header. */
  private record Jwt() implements Rule {
    private static final String HEADER = "eyJ";
    private static final int SHORTEST_HEADER = 10;

    @Override
    public String label() {
      return "jwt";
    }

    @Override
    public String triggers() {
      return "e";
    }

    @Override
    public String seconds() {
      return "y";
    }

    @Override
    public long find(String text, int at, int from) {
      if (!text.startsWith(HEADER, at) || !Chars.beginsWord(text, at, from)) {
        return NOTHING;
      }
      int end = Chars.endOfToken(text, at);
      if (end - at < SHORTEST_HEADER || end + 1 >= text.length() || text.charAt(end) != '.') {
        return NOTHING;
      }
      int payload = Chars.endOfToken(text, end + 1);
      if (payload == end + 1) {
        return NOTHING;
      }
      end = payload;
      while (end < text.length() && text.charAt(end) == '.') {
        int next = Chars.endOfToken(text, end + 1);
        if (next == end + 1) {
          break;
        }
        end = next;
      }
      return Rule.found(at, end);
    }
  }
}
