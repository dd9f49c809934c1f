// SPDX-License-Identifier: Apache-2.0
/** What a model call costs: usage, prices and how one finds the other. */
@NullMarked
package dev.spanledger.provider.pricing;

import org.jspecify.annotations.NullMarked;
