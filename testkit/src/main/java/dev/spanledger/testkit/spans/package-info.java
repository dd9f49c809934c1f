/** Real OpenTelemetry spans for tests: made from a seed, or replayed from recorded OTLP/JSON. */
@NullMarked
package dev.spanledger.testkit.spans;

import org.jspecify.annotations.NullMarked;
