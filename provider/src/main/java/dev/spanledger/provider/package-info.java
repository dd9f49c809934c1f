/**
 * Everything that knows OpenTelemetry: {@link dev.spanledger.provider.Spanledger} is the door, with
 * the faces that an SDK takes, content capture and routing. The package holds no SQL and starts no
 * thread.
 */
@NullMarked
package dev.spanledger.provider;

import org.jspecify.annotations.NullMarked;
