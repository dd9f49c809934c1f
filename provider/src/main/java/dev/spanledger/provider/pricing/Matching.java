// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the prices that a call may have, best first: a user's before bundled ones, the model that
 * answered before the one that was asked, an exact name before an alias, a normalised name and a
 * pattern. Immutable.
 */
final class Matching {
  private final Catalogue catalogue;
  private final UserPrices user;

  Matching(Catalogue catalogue, UserPrices user) {
    this.catalogue = catalogue;
    this.user = user;
  }

  /**
   * What decides which price a call has.
   *
   * @param models the one that answered before the one that was asked
   */
  record Call(@Nullable String provider, List<String> models) {}

  List<Match> matches(Call call) {
    List<String> bundled = Providers.ids(call.provider(), catalogue);
    List<String> names = new ArrayList<>(bundled == null ? List.of() : bundled);
    if (call.provider() != null) {
      names.add(0, call.provider().trim().toLowerCase(Locale.ROOT));
    }
    List<Match> matches = new ArrayList<>();
    call.models().forEach(model -> ofUser(names, model, matches));
    call.models().forEach(model -> ofCatalogue(bundled, model, user.alias(names, model), matches));
    return matches;
  }

  private void ofUser(List<String> providers, String model, List<Match> matches) {
    add(user.exact(providers, model), "", matches);
    String alias = user.alias(providers, model);
    if (alias != null) {
      add(user.exact(providers, alias), Match.ALIAS, matches);
    }
    for (String name : rest(ModelNames.of(model))) {
      add(user.exact(providers, name), Match.NORMALISED, matches);
    }
    add(user.matching(providers, model), Match.REGEX, matches);
  }

  private static void add(@Nullable Schedule schedule, String how, List<Match> matches) {
    if (schedule != null) {
      matches.add(Match.of(schedule, how));
    }
  }

  private static List<String> rest(List<String> names) {
    return names.isEmpty() ? names : names.subList(1, names.size());
  }

  /** A name that is known ends the search: without a price it has none under a shorter one. */
  private void ofCatalogue(
      @Nullable List<String> providers, String model, @Nullable String alias, List<Match> matches) {
    List<String> names = ModelNames.of(model);
    if (add(providers, names.subList(0, Math.min(1, names.size())), "", matches)) {
      return;
    }
    if (alias != null && add(providers, ModelNames.of(alias), Match.ALIAS, matches)) {
      return;
    }
    add(providers, rest(names), Match.NORMALISED, matches);
  }

  /** Adds the first of the names that is known; says whether one was. */
  private boolean add(
      @Nullable List<String> providers, List<String> names, String how, List<Match> matches) {
    for (String name : names) {
      Match match = providers == null ? anywhere(name) : at(providers, name);
      if (match != null) {
        matches.add(new Match(match.schedules(), how + match.how()));
        return true;
      }
    }
    return false;
  }

  private @Nullable Match at(List<String> providers, String name) {
    List<Schedule> known = new ArrayList<>();
    for (String provider : providers) {
      Catalogue.Model model = catalogue.find(provider, name);
      if (model != null) {
        known.add(model.schedule());
      }
    }
    return known.isEmpty() ? null : new Match(known, "");
  }

  /** Of an unknown provider: what all say who know the model. */
  private @Nullable Match anywhere(String name) {
    List<Schedule> known = new ArrayList<>();
    for (String provider : catalogue.providers()) {
      Catalogue.Model model = catalogue.own(provider, name);
      if (model != null && !model.schedule().windows().isEmpty()) {
        known.add(model.schedule());
      }
    }
    return known.isEmpty() ? null : new Match(known, Match.ANY_PROVIDER);
  }
}
