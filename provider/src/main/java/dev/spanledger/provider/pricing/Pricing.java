// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.ModelAlias;
import dev.spanledger.schema.PriceRow;
import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what model calls cost: what the source reported, else what follows from usage and price,
 * exactly to the nano-dollar. One for each database, whose own prices win over the bundled ones.
 * Never throws for what a row holds. Thread-safe.
 *
 * <pre>{@code
 * Pricing pricing = new Pricing();
 * pricing.load(reader.prices(), reader.modelAliases());
 * pricing.price(row);
 * }</pre>
 */
public final class Pricing {
  private static final Logger log = LoggerFactory.getLogger(Pricing.class);

  /** Names of models are few; whoever invents one a call starts the cache anew. */
  private static final int MOST_REMEMBERED = 2_000;

  private static final BigDecimal MOST_USD = BigDecimal.valueOf(999_999_999L);
  private static final String USD = "USD";

  private final Set<String> complained = ConcurrentHashMap.newKeySet();
  private volatile State state = new State(UserPrices.NONE);

  /** With the bundled prices alone. */
  public Pricing() {}

  /** One set of prices, and what was found in it. */
  private static final class State {
    final UserPrices user;
    final Matching matching;
    final Map<Matching.Call, List<Match>> remembered = new ConcurrentHashMap<>();

    State(UserPrices user) {
      this.user = user;
      this.matching = new Matching(Catalogue.bundled(), user);
    }

    List<Match> matches(Matching.Call call) {
      List<Match> known = remembered.get(call);
      if (known == null) {
        if (remembered.size() >= MOST_REMEMBERED) {
          remembered.clear();
        }
        known = matching.matches(call);
        remembered.put(call, known);
      }
      return known;
    }
  }

  /** The bundled prices' name and version, as {@code price_ref} begins. */
  public static String catalogueVersion() {
    return Catalogue.bundled().version();
  }

  /**
   * The bundled price of a model, as rows that a user may put into {@code agent_model_prices}:
   * {@link PriceRow#toInsert()} writes the statement.
   *
   * @param provider as {@code agent_spans.provider} has it
   * @param model its name, found as for a span
   * @param at when
   * @return empty where there is none
   */
  public static List<PriceRow> bundled(String provider, String model, Instant at) {
    Matching matching = new Matching(Catalogue.bundled(), UserPrices.NONE);
    return matching.matches(new Matching.Call(provider, List.of(model))).stream()
        .map(match -> match.at(at))
        .filter(Objects::nonNull)
        .findFirst()
        .map(price -> PriceRows.of(price, provider, model, at))
        .orElse(List.of());
  }

  /**
   * Takes a database's own prices and names in place of those that it gave before. A row that
   * cannot be right is left out, and said once.
   */
  public void load(List<PriceRow> prices, List<ModelAlias> aliases) {
    UserPrices user = new UserPrices(prices, aliases);
    user.refusals().forEach(this::complain);
    complained.retainAll(user.refusals().entrySet().stream().map(Object::toString).toList());
    state = new State(user);
  }

  /** How many rows of the last load were left out. */
  public int refused() {
    return state.user.refusals().size();
  }

  private void complain(String priceId, String reason) {
    if (complained.add(Map.entry(priceId, reason).toString())) {
      log.warn("spanledger: agent_model_prices row {} is not used: {}", priceId, reason);
    }
  }

  /**
   * Fills {@code cost_usd}, {@code input_cost_usd}, {@code output_cost_usd}, {@code cost_status}
   * and {@code price_ref} of a row whose other columns are filled. A row that neither calls a model
   * nor states usage or cost stays as it is.
   */
  public void price(SpanRow.Builder row) {
    BigDecimal reported = row.get(SpanColumns.REPORTED_COST_USD);
    String currency = row.get(SpanColumns.COST_CURRENCY);
    if (currency != null && !currency.equalsIgnoreCase(USD)) {
      clear(row, "FOREIGN_CURRENCY", null);
    } else if (reported != null) {
      row.set(SpanColumns.COST_USD, reported);
      row.set(SpanColumns.COST_STATUS, "REPORTED");
    } else {
      compute(row);
    }
  }

  private void compute(SpanRow.Builder row) {
    Usage usage = Usage.of(row);
    if (usage == null && row.get(SpanColumns.COST_STATUS) == null) {
      return;
    }
    Instant start = Objects.requireNonNullElse(row.get(SpanColumns.START_TIME), Instant.EPOCH);
    List<Match> matches = state.matches(call(row));
    Match match = first(matches, start);
    if (match != null && (usage != null || isByTheCall(match, start))) {
      priced(row, match, usage == null ? Usage.ofCall() : usage);
    } else if (usage == null && row.get(SpanColumns.TOTAL_TOKENS) == null) {
      clear(row, "NO_USAGE", null);
    } else {
      clear(row, "NO_PRICE", usage == null ? "only total_tokens" : reason(row, matches, start));
    }
  }

  private static Matching.Call call(SpanRow.Builder row) {
    Set<String> models = new LinkedHashSet<>();
    for (Column<String> column :
        List.of(SpanColumns.MODEL, SpanColumns.RESPONSE_MODEL, SpanColumns.REQUEST_MODEL)) {
      String model = row.get(column);
      if (model != null && !model.isBlank()) {
        models.add(model);
      }
    }
    return new Matching.Call(row.get(SpanColumns.PROVIDER), List.copyOf(models));
  }

  private static @Nullable Match first(List<Match> matches, Instant start) {
    for (Match match : matches) {
      if (match.at(start) != null) {
        return match;
      }
    }
    return null;
  }

  private static boolean isByTheCall(Match match, Instant start) {
    return !Objects.requireNonNull(match.at(start)).isForTokens();
  }

  private static String reason(SpanRow.Builder row, List<Match> matches, Instant start) {
    if (row.get(SpanColumns.MODEL) == null && row.get(SpanColumns.REQUEST_MODEL) == null) {
      return "no model";
    } else if (matches.isEmpty()) {
      return "unknown model";
    }
    boolean agreed = matches.stream().allMatch(match -> match.isAgreed(start));
    return agreed ? "no price at that time" : "providers disagree";
  }

  private static void priced(SpanRow.Builder row, Match match, Usage usage) {
    Instant start = Objects.requireNonNullElse(row.get(SpanColumns.START_TIME), Instant.EPOCH);
    Price price = Objects.requireNonNull(match.at(start));
    Cost cost = Cost.of(price, usage, ServiceClass.of(row.get(SpanColumns.SERVICE_TIER)));
    String ref = price.ref() + match.how();
    if (cost.unpriced() != null) {
      clear(row, "NO_PRICE", "no " + cost.unpriced().key() + " rate in " + ref);
    } else if (cost.total().compareTo(MOST_USD) > 0) {
      clear(row, "NO_PRICE", "more than 999,999,999 USD at " + ref);
    } else {
      row.set(SpanColumns.COST_USD, cost.total());
      row.set(SpanColumns.INPUT_COST_USD, cost.input());
      row.set(SpanColumns.OUTPUT_COST_USD, cost.output());
      row.set(SpanColumns.COST_STATUS, cost.isEstimate() ? "ESTIMATED" : "COMPUTED");
      row.set(SpanColumns.PRICE_REF, ref);
    }
  }

  private static void clear(SpanRow.Builder row, String status, @Nullable String reason) {
    row.set(SpanColumns.COST_USD, null);
    row.set(SpanColumns.INPUT_COST_USD, null);
    row.set(SpanColumns.OUTPUT_COST_USD, null);
    row.set(SpanColumns.COST_STATUS, status);
    row.set(SpanColumns.PRICE_REF, reason);
  }
}
