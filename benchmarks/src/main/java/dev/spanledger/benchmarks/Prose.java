// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** What customers, models and tools of a shop say, from a seed. */
public final class Prose {
  public static final List<String> TOOLS =
      List.of(
          "find_order",
          "list_orders",
          "track_parcel",
          "refund_order",
          "change_address",
          "search_help",
          "check_stock",
          "open_ticket");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> SUBJECTS =
      List.of(
          "The order",
          "Your parcel",
          "My refund",
          "The invoice",
          "This jacket",
          "The carrier",
          "Our warehouse",
          "The second item",
          "A colleague",
          "The payment",
          "The voucher",
          "That delivery",
          "The return label",
          "Your account",
          "The replacement");
  private static final List<String> VERBS =
      List.of(
          "was sent",
          "has not arrived",
          "is on its way",
          "was charged twice",
          "cannot be changed",
          "will be checked",
          "went back",
          "was confirmed",
          "is still open",
          "needs an approval",
          "arrived damaged",
          "was cancelled",
          "has been delayed",
          "is out of stock",
          "was replaced");
  private static final List<String> PLACES =
      List.of(
          "to the old address",
          "from Leipzig",
          "by express",
          "without a receipt",
          "last Thursday",
          "within five working days",
          "at the pick-up point",
          "on the company card",
          "in two boxes",
          "after the deadline",
          "before the weekend",
          "with the wrong size",
          "through the portal",
          "under order %d",
          "for %d euros",
          "because of ticket %d",
          "at %d o'clock",
          "in room %d");

  private static final List<String> SYLLABLES =
      List.of(
          "an", "bel", "cor", "da", "el", "fen", "gra", "hol", "is", "jon", "kel", "lu", "mar",
          "no", "or", "pet", "qui", "ros", "sa", "tor", "ul", "ver", "wil", "xen", "yor", "zan");

  private final Random random;

  public Prose(long seed) {
    random = new Random(seed);
  }

  public String sentences(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(sentence());
    }
    return text.toString();
  }

  String paragraphs(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      text.append(i).append(". ").append(sentences(4)).append("\n");
    }
    return text.toString();
  }

  private String sentence() {
    return "%s %s %s for %s, and %s %s %s."
        .formatted(
            any(SUBJECTS),
            any(VERBS),
            place(),
            name(),
            any(SUBJECTS).toLowerCase(java.util.Locale.ROOT),
            any(VERBS),
            place());
  }

  /** So that the text is as hard to compress as recorded conversations are. */
  private String name() {
    return any(SYLLABLES) + any(SYLLABLES) + any(SYLLABLES);
  }

  private String place() {
    return any(PLACES).formatted(random.nextInt(100_000));
  }

  ObjectNode arguments() {
    return JSON.objectNode()
        .put("order_id", "A-" + random.nextInt(1_000_000))
        .put("reason", sentence());
  }

  /** What a tool finds: an order of a few items with its history, about a kilobyte. */
  ObjectNode record() {
    ObjectNode order =
        JSON.objectNode()
            .put("order_id", "A-" + random.nextInt(1_000_000))
            .put("customer_id", Long.toHexString(random.nextLong()))
            .put("status", any(VERBS));
    ArrayNode items = order.putArray("items");
    for (int i = 0; i < 4; i++) {
      items
          .addObject()
          .put("sku", "SKU-" + random.nextInt(100_000))
          .put("title", any(SUBJECTS) + " " + name())
          .put("price_cents", random.nextInt(50_000))
          .put("quantity", 1 + random.nextInt(3));
    }
    ArrayNode history = order.putArray("history");
    for (int i = 0; i < 4; i++) {
      history
          .addObject()
          .put(
              "at",
              "2026-11-%02dT%02d:%02d:00Z".formatted(1 + i, random.nextInt(24), random.nextInt(60)))
          .put("note", sentence());
    }
    return order;
  }

  /** A description and three parameters for each tool, about seven kilobytes in all. */
  ArrayNode toolDefinitions() {
    ArrayNode tools = JSON.arrayNode();
    for (String name : TOOLS) {
      ObjectNode tool =
          tools
              .addObject()
              .put("type", "function")
              .put("name", name)
              .put("description", sentences(3));
      ObjectNode parameters = tool.putObject("parameters").put("type", "object");
      ObjectNode properties = parameters.putObject("properties");
      for (String property : List.of("order_id", "reason", "note")) {
        properties.putObject(property).put("type", "string").put("description", sentence());
      }
      parameters.putArray("required").add("order_id");
    }
    return tools;
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
