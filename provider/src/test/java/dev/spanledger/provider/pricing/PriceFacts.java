// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The bundled file read once more, by other means than the library's: USD as decimals, and for each
 * model a name that is its own and no other's.
 */
final class PriceFacts {
  private static final Path FILE =
      Path.of("src/main/resources/dev/spanledger/provider/pricing", CatalogueFile.NAME);

  private PriceFacts() {}

  /** A model that has prices. */
  record Model(String provider, String name, List<Dated> prices) {
    boolean has(String bucket) {
      return prices.stream().anyMatch(dated -> dated.rates.containsKey(bucket));
    }

    boolean isTiered() {
      return prices.stream().anyMatch(dated -> dated.thresholds().size() > 1);
    }
  }

  /** Rates by bucket, by the length of prompt that they hold above; {@code when} as in the file. */
  record Dated(String when, Map<String, NavigableMap<Long, BigDecimal>> rates) {
    List<Long> thresholds() {
      return rates.values().stream().flatMap(r -> r.keySet().stream()).distinct().sorted().toList();
    }
  }

  static List<Model> read() throws IOException {
    List<Model> models = new ArrayList<>();
    List<List<String>> rulesAbove = new ArrayList<>();
    String provider = "";
    for (String line : Files.readAllLines(FILE)) {
      String[] fields = line.split("\t", -1);
      if (fields[0].equals("provider")) {
        provider = fields[1];
        rulesAbove.clear();
      } else if (fields[0].equals("model")) {
        List<String> rules =
            fields.length == 2
                ? List.of("=" + fields[1])
                : Arrays.asList(fields).subList(2, fields.length);
        models.add(new Model(provider, name(rules, rulesAbove), new ArrayList<>()));
        rulesAbove.add(rules);
      } else if (fields[0].equals("price")) {
        models.get(models.size() - 1).prices.add(new Dated(fields[1], rates(fields[2])));
      }
    }
    models.removeIf(model -> model.prices.isEmpty() || model.name.isEmpty());
    return models;
  }

  /** What the first plain rule names, unless a model above is called the same. */
  private static String name(List<String> rules, List<List<String>> above) {
    String rule = rules.get(0);
    String name = rule.charAt(0) == '~' || rule.contains(" & ") ? "" : rule.substring(1);
    boolean taken =
        above.stream().flatMap(List::stream).anyMatch(other -> mayBeCalled(other, name));
    return taken ? "" : name;
  }

  private static boolean mayBeCalled(String rule, String name) {
    String operand = rule.substring(1);
    return switch (rule.charAt(0)) {
      case '=' -> name.equals(operand);
      case '^' -> name.startsWith(operand) || rule.contains(" & ");
      case '$' -> name.endsWith(operand);
      case '*' -> name.contains(operand);
      default -> name.matches(".*" + operand + ".*") || name.matches(operand);
    };
  }

  private static Map<String, NavigableMap<Long, BigDecimal>> rates(String text) {
    Map<String, NavigableMap<Long, BigDecimal>> rates = new LinkedHashMap<>();
    for (String rate : text.split(" ", -1)) {
      String[] sides = rate.split("=", -1);
      String[] bucket = sides[0].split(">", -1);
      rates
          .computeIfAbsent(bucket[0], key -> new TreeMap<>())
          .put(
              bucket.length == 1 ? 0L : Long.parseLong(bucket[1]),
              new BigDecimal(sides[1]).movePointLeft(12));
    }
    return rates;
  }
}
