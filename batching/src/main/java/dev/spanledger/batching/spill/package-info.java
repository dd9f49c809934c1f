// SPDX-License-Identifier: Apache-2.0
/**
 * Records on disk: checksummed frames in segment files, one directory a process. Knows bytes only;
 * who records what, and when, is the batcher's business. The door is {@link
 * dev.spanledger.batching.spill.Journal}; not for applications.
 */
@NullMarked
package dev.spanledger.batching.spill;

import org.jspecify.annotations.NullMarked;
