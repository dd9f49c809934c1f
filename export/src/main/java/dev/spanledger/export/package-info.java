// SPDX-License-Identifier: Apache-2.0
/**
 * Stored runs as files that other tools open, and such files read back. The door is {@link
 * dev.spanledger.export.RunExport}.
 */
@NullMarked
package dev.spanledger.export;

import org.jspecify.annotations.NullMarked;
