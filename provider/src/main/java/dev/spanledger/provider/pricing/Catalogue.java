// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The bundled prices. Immutable. */
final class Catalogue {
  private final String version;
  private final Map<String, Provider> providers;

  Catalogue(String version, List<Provider> providers) {
    this.version = version;
    this.providers = new LinkedHashMap<>();
    providers.forEach(provider -> this.providers.put(provider.id(), provider));
  }

  /** Read once, when it is first asked for. */
  static Catalogue bundled() {
    return Bundled.CATALOGUE;
  }

  /** {@code genai-prices-0.1.8}. */
  String version() {
    return version;
  }

  boolean knows(String provider) {
    return providers.containsKey(provider);
  }

  List<String> providers() {
    return List.copyOf(providers.keySet());
  }

  /** The provider's model of that name, else that of the providers whose models it also serves. */
  @Nullable Model find(String provider, String name) {
    Provider own = Objects.requireNonNull(providers.get(provider), provider);
    Model found = own.find(name);
    for (String other : own.alsoServes()) {
      Provider served = providers.get(other);
      found = found == null && served != null ? served.find(name) : found;
    }
    return found;
  }

  /** The provider's own model of that name. */
  @Nullable Model own(String provider, String name) {
    return Objects.requireNonNull(providers.get(provider), provider).find(name);
  }

  /**
   * A provider and its models.
   *
   * @param alsoServes providers whose models it serves at their prices
   */
  record Provider(String id, List<String> alsoServes, List<Model> models) {
    @Nullable Model find(String name) {
      for (Model model : models) {
        if (model.isCalled(name)) {
          return model;
        }
      }
      return models.stream().filter(model -> model.id().equals(name)).findFirst().orElse(null);
    }
  }

  /**
   * A model and its prices.
   *
   * @param rules any of which a name must keep to
   */
  record Model(String id, List<Predicate<String>> rules, Schedule schedule) {
    boolean isCalled(String name) {
      for (Predicate<String> rule : rules) {
        if (rule.test(name)) {
          return true;
        }
      }
      return false;
    }
  }

  private static final class Bundled {
    static final Catalogue CATALOGUE = CatalogueFile.bundled();
  }
}
