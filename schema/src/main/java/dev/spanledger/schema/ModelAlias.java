// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

/**
 * One row of {@code agent_model_aliases}.
 *
 * @param alias a model's name as spans have it
 * @param provider as spans have it; {@code *} for any
 * @param canonicalModel the name that has a price
 */
public record ModelAlias(String alias, String provider, String canonicalModel) {}
