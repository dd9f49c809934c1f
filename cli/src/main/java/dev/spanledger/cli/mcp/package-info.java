// SPDX-License-Identifier: Apache-2.0
/**
 * Gives coding agents access to stored runs by the Model Context Protocol. Its doors are {@link
 * dev.spanledger.cli.mcp.McpStdio} and {@link dev.spanledger.cli.mcp.McpEndpoint}.
 */
@NullMarked
package dev.spanledger.cli.mcp;

import org.jspecify.annotations.NullMarked;
