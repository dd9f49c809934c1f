// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

/**
 * Attributes in which instrumentations put what they sent as it was, credentials included, in forms
 * of their own.
 */
final class RawHeaders {
  private RawHeaders() {}

  static boolean are(String key) {
    return key.startsWith("gen_ai.headers")
        || key.startsWith("llm.headers")
        || key.startsWith("ai.request.headers")
        || key.contains("hidden_params");
  }
}
