// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/**
 * Something that was read from one of several databases.
 *
 * @param route the name of the database that it is in
 * @param value what was read there
 */
public record Routed<T>(String route, T value) {}
