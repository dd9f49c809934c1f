// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import java.util.Locale;

/** The coding agents whose configuration we know, and where they keep it. */
enum AgentClient {
  /** A project's file, which is shared with the team. */
  CLAUDE(".mcp.json", "mcpServers", "${%s}"),
  CURSOR(".cursor/mcp.json", "mcpServers", "${env:%s}"),
  VSCODE(".vscode/mcp.json", "servers", "${env:%s}"),
  /** TOML; variables are passed on by name. */
  CODEX(".codex/config.toml", "mcp_servers", "%s");

  private final String file;
  private final String section;
  private final String reference;

  AgentClient(String file, String section, String reference) {
    this.file = file;
    this.section = section;
    this.reference = reference;
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

  boolean isToml() {
    return this == CODEX;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
