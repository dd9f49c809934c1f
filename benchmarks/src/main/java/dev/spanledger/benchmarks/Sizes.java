// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks;

import java.util.Map;

/**
 * What a database takes, in bytes, after VACUUM and without what it takes when it is empty.
 *
 * @param empty bytes of our empty tables, which {@code ours} leaves out
 * @param parts where the bytes of our tables are, the empty ones' included
 */
record Sizes(long ours, long inline, long empty, Map<String, Long> parts) {
  double ratio() {
    return (double) ours / inline;
  }
}
