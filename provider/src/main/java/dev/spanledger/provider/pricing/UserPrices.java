// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import dev.spanledger.schema.ModelAlias;
import dev.spanledger.schema.PriceRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The prices and names that users have put into a database's tables. Immutable. */
final class UserPrices {
  static final UserPrices NONE = new UserPrices(List.of(), List.of());

  private static final String ANY = "*";

  /** A backslash before what would be special without it. */
  private static final Pattern UNESCAPE = Pattern.compile("\\\\([^a-zA-Z0-9])");

  /** What does not stand for itself. */
  private static final Pattern SPECIAL = Pattern.compile("\\.[*+?]|[^\\w./:@-]");

  private final PriceTable table;
  private final Map<Named, Schedule> exact = new HashMap<>();
  private final List<Regex> regexes = new ArrayList<>();
  private final Map<Named, String> aliases = new HashMap<>();

  UserPrices(List<PriceRow> prices, List<ModelAlias> names) {
    table = PriceTable.of(prices);
    table.schedules().forEach(this::add);
    regexes.sort(Comparator.comparingInt(Regex::literals).reversed());
    names.forEach(
        name -> aliases.put(Named.of(name.provider(), name.alias()), name.canonicalModel()));
  }

  /** A model of a provider, in whatever case it is written. */
  private record Named(String provider, String model) {
    static Named of(String provider, String model) {
      return new Named(provider.toLowerCase(Locale.ROOT), model.toLowerCase(Locale.ROOT));
    }
  }

  private record Regex(String provider, Pattern pattern, Schedule schedule) {
    /** How long the longest part of it is that stands for itself. */
    int literals() {
      int longest = 0;
      for (String part : SPECIAL.split(UNESCAPE.matcher(pattern.pattern()).replaceAll("$1"), -1)) {
        longest = Math.max(longest, part.length());
      }
      return longest;
    }
  }

  /** Reasons by {@code price_id}. */
  Map<String, String> refusals() {
    return table.refusals();
  }

  @Nullable Schedule exact(List<String> providers, String model) {
    return first(exact, providers, model);
  }

  /** The name that has a price. */
  @Nullable String alias(List<String> providers, String model) {
    return first(aliases, providers, model);
  }

  /** By a pattern that matches all of the name. */
  @Nullable Schedule matching(List<String> providers, String model) {
    for (Regex regex : regexes) {
      boolean ours = regex.provider.equals(ANY) || providers.contains(regex.provider);
      if (ours && matches(regex.pattern, model)) {
        return regex.schedule;
      }
    }
    return null;
  }

  private static boolean matches(Pattern pattern, String model) {
    try {
      return pattern.matcher(new BoundedText(model)).matches();
    } catch (BoundedText.TooSlowException | StackOverflowError e) {
      return false;
    }
  }

  private void add(PriceTable.Pattern pattern, Schedule schedule) {
    if (pattern.isRegex()) {
      regexes.add(
          new Regex(
              pattern.provider().toLowerCase(Locale.ROOT),
              Pattern.compile(pattern.model()),
              schedule));
    } else {
      exact.put(Named.of(pattern.provider(), pattern.model()), schedule);
    }
  }

  private static <T> @Nullable T first(Map<Named, T> map, List<String> providers, String model) {
    for (String provider : providers) {
      T found = map.get(Named.of(provider, model));
      if (found != null) {
        return found;
      }
    }
    return map.get(Named.of(ANY, model));
  }
}
