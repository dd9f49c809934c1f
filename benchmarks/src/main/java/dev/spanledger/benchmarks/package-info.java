/** Measures what the design promises, against what one would do without it. */
@NullMarked
package dev.spanledger.benchmarks;

import org.jspecify.annotations.NullMarked;
