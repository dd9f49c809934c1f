// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Makes {@code model-prices.tsv} of the price data of genai-prices; docs/prices.md says how to run
 * it. What it leaves out, and what a person should look at, is in {@link #notes}.
 */
final class CatalogueGenerator {
  private static final String HEADER =
      """
      # Prices of models. Made by CatalogueGenerator from the data of @pydantic/genai-prices %1$s
      # (https://github.com/pydantic/genai-prices), MIT licence, Copyright (c) Pydantic Services Inc. 2025 to present;
      # the licence's text is in genai-prices-LICENSE.txt beside this file. The form of a line: see CatalogueFile.
      catalog\tgenai-prices-%1$s""";

  private static final Map<String, Bucket> TOKENS = new LinkedHashMap<>();
  private static final Map<String, Bucket> THOUSANDS = new LinkedHashMap<>();

  static {
    TOKENS.put("input_mtok", Bucket.INPUT);
    TOKENS.put("output_mtok", Bucket.OUTPUT);
    TOKENS.put("cache_read_mtok", Bucket.CACHE_READ);
    TOKENS.put("cache_write_mtok", Bucket.CACHE_WRITE);
    TOKENS.put("cache_write_1h_mtok", Bucket.CACHE_WRITE_1H);
    TOKENS.put("output_reasoning_mtok", Bucket.REASONING);
    TOKENS.put("input_audio_mtok", Bucket.AUDIO_INPUT);
    TOKENS.put("output_audio_mtok", Bucket.AUDIO_OUTPUT);
    TOKENS.put("input_image_mtok", Bucket.IMAGE_INPUT);
    TOKENS.put("output_image_mtok", Bucket.IMAGE_OUTPUT);
    THOUSANDS.put("requests_kcount", Bucket.CALL);
    THOUSANDS.put("web_searches_kcount", Bucket.WEB_SEARCH);
    THOUSANDS.put("storage_searches_kcount", Bucket.FILE_SEARCH);
  }

  /** What spans do not count, or not apart from something else. */
  private static final Set<String> NOT_COUNTED =
      Set.of(
          "cache_audio_read_mtok",
          "cache_image_read_mtok",
          "input_video_mtok",
          "output_video_mtok",
          "output_citation_mtok",
          "audio_hours",
          "input_audio_hours",
          "input_document_kpages",
          "input_annotated_document_kpages",
          "input_text_messages_kcount");

  /** Models that answer with vectors or ranks: they need no price for output. */
  private static final Pattern WITHOUT_OUTPUT = Pattern.compile("(?i)embed|bge-|voyage|rerank");

  private static final BigDecimal DEAREST_WRITE = BigDecimal.valueOf(4);

  private final List<String> lines = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private String model = "";

  private CatalogueGenerator() {}

  static CatalogueGenerator of(Path data, String version) throws IOException {
    CatalogueGenerator generator = new CatalogueGenerator();
    JsonNode providers =
        JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readTree(data.toFile());
    generator.lines.add(HEADER.formatted(version));
    providers.forEach(generator::provider);
    return generator;
  }

  String file() {
    return String.join("\n", lines) + "\n";
  }

  List<String> notes() {
    return notes;
  }

  private void provider(JsonNode provider) {
    String id = provider.get("id").asText();
    String served =
        elements(provider.path("fallback_model_providers")).stream()
            .map(JsonNode::asText)
            .collect(Collectors.joining(","));
    lines.add("provider\t" + id + (served.isEmpty() ? "" : "\t" + served));
    provider.get("models").forEach(each -> model(id, each));
  }

  private void model(String provider, JsonNode node) {
    String id = node.get("id").asText();
    model = provider + "/" + id;
    List<String> rules = alternatives(node.get("match"));
    boolean plain = rules.equals(List.of("=" + id));
    lines.add("model\t" + id + (plain ? "" : "\t" + String.join("\t", rules)));
    JsonNode prices = node.get("prices");
    boolean needsOutput = !WITHOUT_OUTPUT.matcher(id + rules).find();
    List<JsonNode> all = prices.isArray() ? elements(prices) : List.of();
    if (!prices.isArray()) {
      price("", prices, needsOutput);
    }
    all.forEach(each -> price(when(each.path("constraint")), each.get("prices"), needsOutput));
  }

  private void price(String when, JsonNode prices, boolean needsOutput) {
    boolean input = prices.has("input_mtok");
    boolean output = prices.has("output_mtok");
    if (prices.isEmpty() && model.endsWith(":free")) {
      lines.add("price\t" + when + "\tinput=0 output=0");
    } else if (!input && !output) {
      notes.add("no price by the token: " + model);
    } else if (!input || (!output && needsOutput)) {
      notes.add("refused, half a price: " + model + " " + prices);
    } else {
      lines.add("price\t" + when + "\t" + rates(prices));
      review(prices, "cache_write_mtok");
      review(prices, "cache_write_1h_mtok");
    }
  }

  private String rates(JsonNode prices) {
    prices.fieldNames().forEachRemaining(this::refuseUnknown);
    List<String> rates = new ArrayList<>();
    TOKENS.forEach((key, bucket) -> rates(bucket.key(), prices.path(key), 6, rates));
    THOUSANDS.forEach((key, bucket) -> rates(bucket.key(), prices.path(key), 9, rates));
    return String.join(" ", rates);
  }

  private void refuseUnknown(String key) {
    if (!TOKENS.containsKey(key) && !THOUSANDS.containsKey(key) && !NOT_COUNTED.contains(key)) {
      throw new IllegalArgumentException("a kind of price that is new: " + key + " of " + model);
    }
  }

  /**
   * USD for a million tokens are as many millions of pico-USD a token; for a thousand, billions.
   */
  private void rates(String bucket, JsonNode price, int digits, List<String> rates) {
    if (price.isNumber()) {
      rates.add(bucket + "=" + pico(price, digits));
    } else if (price.isObject()) {
      rates.add(bucket + "=" + pico(price.get("base"), digits));
      for (JsonNode tier : price.get("tiers")) {
        rates.add(
            bucket + ">" + tier.get("start").asLong() + "=" + pico(tier.get("price"), digits));
      }
    }
  }

  private long pico(JsonNode usd, int digits) {
    BigDecimal exact = usd.decimalValue().movePointRight(digits);
    BigDecimal pico = exact.setScale(0, RoundingMode.HALF_EVEN);
    if (pico.signum() < 0) {
      throw new IllegalArgumentException("a negative price: " + model);
    }
    if (pico.compareTo(exact) != 0) {
      notes.add("rounded to a pico-dollar: " + model + " " + usd);
    }
    return pico.longValueExact();
  }

  private void review(JsonNode prices, String write) {
    BigDecimal input = base(prices.path("input_mtok"));
    BigDecimal rate = base(prices.path(write));
    if (rate.signum() > 0
        && (rate.compareTo(input) < 0 || rate.compareTo(input.multiply(DEAREST_WRITE)) > 0)) {
      notes.add("to review: %s of %s is %s, its input %s".formatted(write, model, rate, input));
    }
  }

  private static BigDecimal base(JsonNode price) {
    return price.isObject() ? price.get("base").decimalValue() : price.decimalValue();
  }

  private static String when(JsonNode constraint) {
    return switch (constraint.path("type").asText()) {
      case "" -> "";
      case "start_date" -> constraint.get("start_date").asText();
      case "time_of_date" ->
          minutes(constraint.get("start_time")) + "-" + minutes(constraint.get("end_time"));
      default -> throw new IllegalArgumentException("a constraint that is new: " + constraint);
    };
  }

  private static String minutes(JsonNode time) {
    String text = time.asText();
    if (!text.endsWith(":00Z")) {
      throw new IllegalArgumentException("not a minute in UTC: " + text);
    }
    return text.substring(0, 5);
  }

  /** Rules of which one must hold. */
  private static List<String> alternatives(JsonNode match) {
    return match.has("or")
        ? elements(match.get("or")).stream().map(CatalogueGenerator::all).toList()
        : List.of(all(match));
  }

  /** Rules that must all hold. */
  private static String all(JsonNode match) {
    List<JsonNode> clauses = match.has("and") ? elements(match.get("and")) : List.of(match);
    return clauses.stream()
        .map(CatalogueGenerator::clause)
        .collect(Collectors.joining(ModelRule.AND));
  }

  private static String clause(JsonNode clause) {
    String kind = clause.fieldNames().next();
    String operand = clause.get(kind).asText();
    if (operand.contains("\t") || operand.contains(ModelRule.AND)) {
      throw new IllegalArgumentException("does not fit into a line: " + clause);
    }
    return switch (kind) {
      case "equals" -> "=" + operand;
      case "starts_with" -> "^" + operand;
      case "ends_with" -> "$" + operand;
      case "contains" -> "*" + operand;
      case "regex" -> "~" + operand;
      default -> throw new IllegalArgumentException("a rule that is new: " + clause);
    };
  }

  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
