/** How fast ended spans are committed, against writing the same rows without us. */
@NullMarked
package dev.spanledger.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
