/** How much memory is held while the database is dead. */
@NullMarked
package dev.spanledger.benchmarks.heap;

import org.jspecify.annotations.NullMarked;
