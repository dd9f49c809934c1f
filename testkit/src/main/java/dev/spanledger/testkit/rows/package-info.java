/** Rows for tests of what reads and writes the tables: named ones, and random ones from a seed. */
@NullMarked
package dev.spanledger.testkit.rows;

import org.jspecify.annotations.NullMarked;
