// SPDX-License-Identifier: Apache-2.0
/** What tracing costs the application's own threads. */
@NullMarked
package dev.spanledger.benchmarks.appthread;

import org.jspecify.annotations.NullMarked;
