// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of sessions.
 *
 * @param next what {@link TraceQuery#after} goes on with; null on the last page
 */
public record SessionPage(List<SessionRow> sessions, @Nullable String next) {}
