// SPDX-License-Identifier: Apache-2.0
/**
 * What is typed at a prompt: the command {@code spanledger}. Its door is {@link
 * dev.spanledger.cli.Main}.
 */
@NullMarked
package dev.spanledger.cli;

import org.jspecify.annotations.NullMarked;
