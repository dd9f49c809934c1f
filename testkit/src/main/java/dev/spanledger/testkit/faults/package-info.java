/** Faults on demand: a TCP proxy that cuts and swallows, and a DataSource that fails and counts. */
@NullMarked
package dev.spanledger.testkit.faults;

import org.jspecify.annotations.NullMarked;
