// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the ledger is, at one moment. Immutable.
 *
 * @param databases one for each route; the default one is called {@code default}; none where
 *     recording is switched off
 */
public record SpanledgerHealth(Map<String, DatabaseHealth> databases) {

  /** Copies the map. */
  public SpanledgerHealth {
    databases = Collections.unmodifiableMap(new LinkedHashMap<>(databases));
  }

  /** The worst of the databases' statuses. UP where there is none. */
  public DatabaseHealth.Status status() {
    return databases.values().stream()
        .map(DatabaseHealth::status)
        .max(Enum::compareTo)
        .orElse(DatabaseHealth.Status.UP);
  }
}
