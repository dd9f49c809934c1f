// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider;

import dev.spanledger.batching.Ledger;
import java.util.Map;

/**
 * What became of the spans so far.
 *
 * @param ledger of all databases together: {@code accepted = stored + queued + spilled +
 *     quarantined + dropped}, exact whenever no span is just being handed over; what log records
 *     say of a span that is stored already counts as one more
 * @param byRoute the same, by the name of the database's route; the default one is called {@code
 *     default}, and a route that was removed goes on being counted
 * @param repairedValues values that had to be changed before a database would take them
 * @param unreadableSpans spans stored without their attributes, because reading those failed
 * @param unredactedSpans spans stored without their content, because a redactor or an extractor
 *     failed
 * @param logRecords what became of the log records that describe steps of agents
 * @param refusedPrices rows of {@code agent_model_prices} that cannot be right and are not used
 */
public record SpanledgerStats(
    Ledger ledger,
    Map<String, Ledger> byRoute,
    long repairedValues,
    long unreadableSpans,
    long unredactedSpans,
    LogRecordStats logRecords,
    long refusedPrices) {}
