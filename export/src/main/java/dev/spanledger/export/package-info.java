// SPDX-License-Identifier: Apache-2.0
/**
 * Stored runs as files that other tools open, and such files read back. The doors are {@link
 * dev.spanledger.export.RunExport} and {@link dev.spanledger.export.RunImport}.
 */
@NullMarked
package dev.spanledger.export;

import org.jspecify.annotations.NullMarked;
