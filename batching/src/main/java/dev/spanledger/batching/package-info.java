// SPDX-License-Identifier: Apache-2.0
/**
 * Everything that waits: a bounded queue, one worker, retry, flush and close. The door is {@link
 * dev.spanledger.batching.AsyncBatcher}.
 */
@NullMarked
package dev.spanledger.batching;

import org.jspecify.annotations.NullMarked;
