/**
 * Everything that says SQL: the tables of agent traces, the two dialects, writing rows and reading
 * rows.
 *
 * <p>{@link dev.spanledger.schema.TraceSchema} is the door: it creates or validates the tables and
 * hands out the {@link dev.spanledger.schema.SpanWriter} and the {@link
 * dev.spanledger.schema.TraceReader}. The package knows nothing of OpenTelemetry, starts no thread,
 * and never closes a {@code DataSource} that it was given.
 */
@NullMarked
package dev.spanledger.schema;

import org.jspecify.annotations.NullMarked;
