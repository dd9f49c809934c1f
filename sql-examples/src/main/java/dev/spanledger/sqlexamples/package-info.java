/**
 * Questions that people ask about their agents, answered in plain SQL, one question a folder of
 * {@code questions/}.
 *
 * <p>{@link dev.spanledger.sqlexamples.SqlExamples} lists them for programs that want to show or
 * run them; people paste the files into {@code psql}, {@code sqlite3} or a BI tool.
 */
@NullMarked
package dev.spanledger.sqlexamples;

import org.jspecify.annotations.NullMarked;
