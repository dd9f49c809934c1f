// SPDX-License-Identifier: Apache-2.0
/** What the viewer makes people wait for: large traces, long lists, and what has just happened. */
@NullMarked
package dev.spanledger.benchmarks.viewer;

import org.jspecify.annotations.NullMarked;
