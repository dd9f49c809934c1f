// SPDX-License-Identifier: Apache-2.0
/**
 * Explains a stored run: its tree, what each subtree took, its critical path, why it failed, what
 * is new in a conversation, and how two runs differ. It only reads, through {@link
 * dev.spanledger.schema.TraceReader}.
 */
@NullMarked
package dev.spanledger.inspect;

import org.jspecify.annotations.NullMarked;
