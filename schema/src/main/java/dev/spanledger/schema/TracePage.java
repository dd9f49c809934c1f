// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some traces, newest first.
 *
 * @param next what to give {@link TraceQuery#after} for the next page; null on the last
 */
public record TracePage(List<TraceRow> traces, @Nullable String next) {}
