/**
 * Everything that runs on a clock: partitions ahead, retention, rollups, abandoned spans, erasure.
 *
 * <p>{@link dev.spanledger.maintenance.Maintenance} is the door. One process among many does the
 * work, on one thread and one connection; the SQL is {@code schema}'s.
 */
@NullMarked
package dev.spanledger.maintenance;

import org.jspecify.annotations.NullMarked;
