// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import java.util.List;

/**
 * What was written.
 *
 * @param traces how many
 * @param spans of all of them, those that run included
 * @param missing ids of traces that were asked for and are not stored
 */
public record Exported(long traces, long spans, List<String> missing) {}
