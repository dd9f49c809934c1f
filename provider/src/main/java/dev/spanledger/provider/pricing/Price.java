// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All rates of one model at one time, in pico-USD a unit. Immutable. */
final class Price {
  private final String ref;
  private final NavigableMap<Tier, Map<ServiceClass, Map<Bucket, Long>>> rates;

  private Price(String ref, NavigableMap<Tier, Map<ServiceClass, Map<Bucket, Long>>> rates) {
    this.ref = ref;
    this.rates = rates;
  }

  /** A rate that was found. */
  record Rate(long pico, boolean isFallback) {}

  static Builder builder(String ref) {
    return new Builder(ref);
  }

  /** Where it is from: {@code genai-prices-0.1.8:openai/gpt-4o} or {@code user:<price_id>}. */
  String ref() {
    return ref;
  }

  /** Whether it has a rate for any tokens. */
  boolean isForTokens() {
    return base().keySet().stream().anyMatch(Bucket::isToken);
  }

  /** The highest tier that a prompt of so many tokens is in. */
  Tier tier(long promptTokens) {
    for (Tier tier : rates.descendingKeySet()) {
      if (tier.isReached(promptTokens)) {
        return tier;
      }
    }
    return Tier.BASE;
  }

  /**
   * The bucket's rate: of its class and tier, else of the tier, else the base one; else that of the
   * bucket it falls back to, in the same order.
   */
  @Nullable Rate rate(Bucket bucket, ServiceClass service, Tier tier) {
    for (Bucket asked = bucket; asked != null; asked = asked.fallback()) {
      Rate found = own(asked, service, bucket.isToken() ? tier : Tier.BASE);
      if (found != null) {
        boolean sameBucket = asked == bucket || bucket == Bucket.REASONING;
        return new Rate(found.pico(), found.isFallback() || !sameBucket);
      }
    }
    return null;
  }

  private @Nullable Rate own(Bucket bucket, ServiceClass service, Tier tier) {
    Long exact = at(tier, service, bucket);
    if (exact != null) {
      return new Rate(exact, false);
    }
    Long ofTier = at(tier, ServiceClass.STANDARD, bucket);
    Long ofClass = ofTier == null ? at(Tier.BASE, service, bucket) : ofTier;
    Long base = ofClass == null ? at(Tier.BASE, ServiceClass.STANDARD, bucket) : ofClass;
    return base == null ? null : new Rate(base, true);
  }

  private @Nullable Long at(Tier tier, ServiceClass service, Bucket bucket) {
    return rates.getOrDefault(tier, Map.of()).getOrDefault(service, Map.of()).get(bucket);
  }

  private Map<Bucket, Long> base() {
    return rates.getOrDefault(Tier.BASE, Map.of()).getOrDefault(ServiceClass.STANDARD, Map.of());
  }

  /** Whether tokens cost the same. */
  boolean agreesWith(Price other) {
    return tokens().equals(other.tokens());
  }

  private Map<Entry, Long> tokens() {
    return entries().stream()
        .filter(entry -> entry.bucket().isToken())
        .collect(Collectors.toMap(entry -> entry, this::pico));
  }

  /** Which rates there are. */
  List<Entry> entries() {
    return rates.entrySet().stream()
        .flatMap(
            tier ->
                tier.getValue().entrySet().stream()
                    .flatMap(
                        service ->
                            service.getValue().keySet().stream()
                                .map(b -> new Entry(b, service.getKey(), tier.getKey()))))
        .toList();
  }

  long pico(Entry entry) {
    Long pico = at(entry.tier(), entry.service(), entry.bucket());
    return pico == null ? 0 : pico;
  }

  /** What a rate is for. */
  record Entry(Bucket bucket, ServiceClass service, Tier tier) {}

  /** Collects rates. Not thread-safe. */
  static final class Builder {
    private final String ref;
    private final NavigableMap<Tier, Map<ServiceClass, Map<Bucket, Long>>> rates = new TreeMap<>();

    private Builder(String ref) {
      this.ref = ref;
    }

    Builder add(Entry entry, long pico) {
      rates
          .computeIfAbsent(entry.tier(), tier -> new EnumMap<>(ServiceClass.class))
          .computeIfAbsent(entry.service(), service -> new EnumMap<>(Bucket.class))
          .put(entry.bucket(), pico);
      return this;
    }

    /** What has one rate only costs it in every tier: the catalogue says so by a plain number. */
    Builder spread() {
      Map<ServiceClass, Map<Bucket, Long>> base = rates.getOrDefault(Tier.BASE, Map.of());
      for (Bucket bucket : Bucket.values()) {
        Long pico = base.getOrDefault(ServiceClass.STANDARD, Map.of()).get(bucket);
        boolean tiered =
            rates.tailMap(Tier.BASE, false).values().stream()
                .anyMatch(t -> t.getOrDefault(ServiceClass.STANDARD, Map.of()).containsKey(bucket));
        if (pico != null && !tiered && bucket.isToken()) {
          List.copyOf(rates.keySet())
              .forEach(tier -> add(new Entry(bucket, ServiceClass.STANDARD, tier), pico));
        }
      }
      return this;
    }

    /** The price. */
    Price build() {
      return new Price(ref, new TreeMap<>(rates));
    }
  }
}
