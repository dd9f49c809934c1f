// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session: a row of the view {@code agent_sessions}.
 *
 * @param userId the first in the order of the ids, where its traces name several; null for none
 * @param startTime of its first trace
 * @param endTime of what ended last
 * @param traces how many there are
 * @param failedTraces those with status ERROR
 * @param errors spans with status ERROR
 * @param busyMs the durations of its traces together, in milliseconds
 * @param totalTokens of all its traces
 * @param costUsd the known part; null where no call's cost is known
 */
public record SessionRow(
    String sessionId,
    @Nullable String userId,
    Instant startTime,
    Instant endTime,
    long traces,
    long failedTraces,
    long errors,
    double busyMs,
    long totalTokens,
    @Nullable BigDecimal costUsd) {}
