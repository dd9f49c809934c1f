// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.redaction;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Names whose values are hidden, whatever they are. {@code X-Api-Key}, {@code x_api_key} and {@code
 * http.request.header.xApiKey} are one name. Thread-safe.
 */
final class Names {
  private static final String AUTHORIZATION = "authorization";
  private static final String COOKIE = "cookie";
  private static final String PASSWORD = "password";
  private static final String SECRET = "secret";
  private static final String TOKEN = "token";
  private static final String API_KEY = "api_key";
  private static final String PRIVATE_KEY = "private_key";

  static final Map<String, String> CREDENTIALS =
      all(
          Map.of(
              AUTHORIZATION, "authorization proxyauthorization xauthorization",
              COOKIE, "cookie setcookie cookies jsessionid phpsessid",
              PASSWORD, "password passwd passphrase pwd",
              SECRET, "secret secrets credential credentials",
              TOKEN,
                  "token jwt xauthtoken xaccesstoken xcsrftoken csrftoken xsrftoken xxsrftoken xvaulttoken",
              API_KEY, "apikey xapikey xgoogapikey ocpapimsubscriptionkey",
              PRIVATE_KEY, "privatekey"));

  /** A name that ends so, such as {@code OPENAI_API_KEY}. */
  static final Map<String, String> CREDENTIAL_ENDINGS =
      all(
          Map.of(
              PASSWORD, "password passwd passphrase",
              SECRET, "secret secretkey accesskey",
              TOKEN,
                  "authtoken accesstoken refreshtoken idtoken sessiontoken securitytoken bearertoken apitoken githubtoken",
              API_KEY, "apikey",
              PRIVATE_KEY, "privatekey"));

  static final Map<String, String> PERSONAL =
      all(
          Map.of(
              "email", "email emailaddress",
              "phone", "phone phonenumber mobile mobilenumber telephone",
              "card", "cardnumber creditcard creditcardnumber cvv cvc"));

  private static final int LONGEST = 64;
  private static final int MOST_KNOWN = 4_096;
  private static final String NOT_HIDDEN = "";

  private final Map<String, String> exact;
  private final Map<String, String> endings;

  /** The same few names come again and again. */
  private final Map<String, String> known = new ConcurrentHashMap<>();

  Names(Map<String, String> exact, Map<String, String> endings) {
    this.exact = Map.copyOf(exact);
    this.endings = Map.copyOf(endings);
  }

  /** What is hidden under the name; null where it is kept. */
  @Nullable String label(String name) {
    String label = known.get(name);
    if (label == null) {
      label = find(normal(name));
      if (known.size() < MOST_KNOWN && name.length() <= LONGEST) {
        known.put(name, label);
      }
    }
    return label.isEmpty() ? null : label;
  }

  /**
   * The last part's letters and digits, in lower case; empty where the name is too long, or where
   * it stands for one that was taken out.
   */
  static String normal(String name) {
    if (name.startsWith(Rules.BEGIN)) {
      return "";
    }
    int last = Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1;
    if (name.length() - last > LONGEST) {
      return "";
    }
    StringBuilder letters = new StringBuilder();
    for (int i = last; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        letters.append(c);
      }
    }
    return letters.toString().toLowerCase(Locale.ROOT);
  }

  private String find(String normal) {
    if (normal.isEmpty()) {
      return NOT_HIDDEN;
    }
    String label = exact.get(normal);
    if (label != null) {
      return label;
    }
    for (Map.Entry<String, String> ending : endings.entrySet()) {
      if (normal.endsWith(ending.getKey())) {
        return ending.getValue();
      }
    }
    return NOT_HIDDEN;
  }

  private static Map<String, String> all(Map<String, String> namesByLabel) {
    Map<String, String> labels = new HashMap<>();
    namesByLabel.forEach(
        (label, names) -> {
          for (String name : names.split(" ", -1)) {
            labels.put(name, label);
          }
        });
    return Map.copyOf(labels);
  }
}
