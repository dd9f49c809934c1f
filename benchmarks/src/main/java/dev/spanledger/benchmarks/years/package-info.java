// SPDX-License-Identifier: Apache-2.0
/** A month of traces: how long it takes to ask it something, and to get rid of a day of it. */
@org.jspecify.annotations.NullMarked
package dev.spanledger.benchmarks.years;
