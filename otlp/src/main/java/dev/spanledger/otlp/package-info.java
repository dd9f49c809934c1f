// SPDX-License-Identifier: Apache-2.0
/**
 * Stored traces as OTLP: in JSON, in protobuf, or sent on to a span exporter. The door is {@link
 * dev.spanledger.otlp.OtlpWriter}.
 */
@NullMarked
package dev.spanledger.otlp;

import org.jspecify.annotations.NullMarked;
