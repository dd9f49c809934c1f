// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which providers of the catalogue a provider on a span is, from {@code providers.tsv}. */
final class Providers {
  private static final String NAME = "providers.tsv";
  private static final Map<String, List<String>> IDS = read();

  private Providers() {}

  /**
   * The catalogue's ids: several where a span's provider may be any of them, none where it has no
   * prices; null for a provider that nobody knows.
   */
  static @Nullable List<String> ids(@Nullable String provider, Catalogue catalogue) {
    if (provider == null) {
      return null;
    }
    String name = provider.trim().toLowerCase(Locale.ROOT);
    List<String> ids = IDS.get(name);
    return ids == null && catalogue.knows(name) ? List.of(name) : ids;
  }

  private static Map<String, List<String>> read() {
    Map<String, List<String>> ids = new HashMap<>();
    try (InputStream stream = Providers.class.getResourceAsStream(NAME);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(stream, NAME), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .forEach(fields -> ids.put(fields[0], list(fields[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ids;
  }

  private static List<String> list(String ids) {
    return ids.isEmpty() ? List.of() : Arrays.asList(ids.split(",", -1));
  }
}
