// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.util.Locale;

/** The coding agents whose configuration we know, and where they keep it. */
enum AgentClient {
  /** A server whose variable is not set, and has no default, is left out without a word. */
  CLAUDE(
      ".mcp.json",
      "mcpServers",
      "${%s:-}",
      "start claude in this directory and allow the server; /mcp shows it"),
  CURSOR(
      ".cursor/mcp.json",
      "mcpServers",
      "${env:%s}",
      "restart Cursor; its settings of MCP show the server"),
  VSCODE(
      ".vscode/mcp.json",
      "servers",
      "${env:%s}",
      "open the file in VS Code and start the server there, or by the command MCP: List Servers"),
  /** TOML; variables are passed on by name. */
  CODEX(
      ".codex/config.toml",
      "mcp_servers",
      "%s",
      "start codex in this directory; it reads this file only where you trust the project, and /mcp shows the server");

  private final String file;
  private final String section;
  private final String reference;
  private final String next;

  AgentClient(String file, String section, String reference, String next) {
    this.file = file;
    this.section = section;
    this.reference = reference;
    this.next = next;
  }

  /** Below the project's directory. */
  String file() {
    return file;
  }

  /** What its servers are below. */
  String section() {
    return section;
  }

  /** How it is told to use a variable of its own environment. */
  String reference(String variable) {
    return reference.formatted(variable);
  }

  /** What its user does then. */
  String next() {
    return next;
  }

  boolean isToml() {
    return this == CODEX;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
