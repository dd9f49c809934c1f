// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Reads {@code model-prices.tsv}: a line each for the catalogue, a provider, a model and a price,
 * fields between tabs. A price belongs to the model above it, a model to the provider above it.
 *
 * <pre>
 * catalog   genai-prices-0.1.8
 * provider  azure   openai,anthropic           its id, and whose models it also serves
 * model     gpt-4o  =gpt-4o  ^gpt-4o-2024      its id and its names, see {@link ModelRule}; none: the id
 * price             input=2500000 …            pico-USD a token, call or search
 * price     2026-03-13   input=… input>200000=…  from a date on; for prompts of more than 200,000 tokens
 * price     00:30-16:30  …                     every day between two times, UTC; 00:00 is its end, too
 * </pre>
 */
final class CatalogueFile {
  static final String NAME = "model-prices.tsv";

  private final List<Catalogue.Provider> providers = new ArrayList<>();
  private String version = "";
  private List<Catalogue.Model> models = new ArrayList<>();
  private List<Schedule.Window> windows = new ArrayList<>();
  private String provider = "";
  private String model = "";

  private CatalogueFile() {}

  static Catalogue bundled() {
    try (InputStream stream = CatalogueFile.class.getResourceAsStream(NAME);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(stream, NAME), StandardCharsets.UTF_8))) {
      return of(lines.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalArgumentException for a line that is none
   */
  static Catalogue of(List<String> lines) {
    CatalogueFile file = new CatalogueFile();
    lines.stream().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(file::line);
    return new Catalogue(file.version, file.providers);
  }

  private void line(String line) {
    List<String> fields = Arrays.asList(line.split("\t", -1));
    switch (fields.get(0)) {
      case "catalog" -> version = fields.get(1);
      case "provider" -> provider(fields);
      case "model" -> model(fields);
      case "price" -> windows.add(window(fields.get(1), fields.get(2)));
      default -> throw new IllegalArgumentException("not a line of a catalogue: " + line);
    }
  }

  private void provider(List<String> fields) {
    provider = fields.get(1);
    models = new ArrayList<>();
    List<String> served =
        fields.size() < 3 ? List.of() : Arrays.asList(fields.get(2).split(",", -1));
    providers.add(new Catalogue.Provider(provider, served, models));
  }

  private void model(List<String> fields) {
    model = fields.get(1);
    windows = new ArrayList<>();
    List<Predicate<String>> rules =
        fields.size() < 3
            ? List.of(ModelRule.of("=" + model))
            : fields.stream().skip(2).map(ModelRule::of).toList();
    models.add(new Catalogue.Model(model, rules, new Schedule(windows)));
  }

  private Schedule.Window window(String when, String rates) {
    Price price = price(rates);
    if (when.isEmpty()) {
      return Schedule.Window.always(price);
    }
    if (when.indexOf(':') < 0) {
      Instant from = LocalDate.parse(when).atStartOfDay(ZoneOffset.UTC).toInstant();
      return Schedule.Window.between(from, Instant.MAX, price);
    }
    List<String> times = Arrays.asList(when.split("-", -1));
    LocalTime dayTo = LocalTime.parse(times.get(1));
    return new Schedule.Window(
        Instant.MIN,
        Instant.MAX,
        LocalTime.parse(times.get(0)),
        dayTo.equals(LocalTime.MIDNIGHT) ? null : dayTo,
        price);
  }

  private Price price(String rates) {
    Price.Builder price = Price.builder(version + ":" + provider + "/" + model);
    for (String rate : rates.split(" ", -1)) {
      int equals = rate.indexOf('=');
      price.add(entry(rate.substring(0, equals)), Long.parseLong(rate.substring(equals + 1)));
    }
    return price.spread().build();
  }

  private static Price.Entry entry(String text) {
    int over = text.indexOf('>');
    Bucket bucket = Bucket.of(over < 0 ? text : text.substring(0, over));
    Tier tier = over < 0 ? Tier.BASE : Tier.of(Long.parseLong(text.substring(over + 1)), false);
    if (bucket == null) {
      throw new IllegalArgumentException("no bucket: " + text);
    }
    return new Price.Entry(bucket, ServiceClass.STANDARD, tier);
  }
}
