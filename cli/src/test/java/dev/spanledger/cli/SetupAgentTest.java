// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupAgentTest {
  @TempDir private Path directory;

  @Test
  void setsClientsUpAndLosesNothing() throws IOException {
    Path mcp = directory.resolve(".mcp.json");
    Files.writeString(mcp, "{\"mcpServers\":{\"other\":{\"command\":\"x\"}},\"theirs\":1.50}");
    Typed typed = Typed.nowhere();
    assertThat(typed.run(setup("claude", "traces.db")).out())
        .startsWith(
            mcp + " changed: mcpServers.spanledger; everything else is as it was\n  starts: ")
        .contains(" mcp --db " + Path.of("traces.db").toAbsolutePath() + "\n  next: start claude");
    JsonNode file = new ObjectMapper().readTree(mcp.toFile());
    assertThat(file.at("/mcpServers/other/command").asText()).isEqualTo("x");
    assertThat(Files.readString(mcp)).contains("1.5");
    assertThat(file.at("/mcpServers/spanledger/args").toString())
        .contains("\"mcp\",\"--db\",\"" + Path.of("traces.db").toAbsolutePath());
    assertThat(typed.run(setup("claude", "traces.db")).out()).contains("as it should be");
    assertThat(directory.toFile().list()).hasSize(1);
  }

  /** A file for its owner only stays one, and a link into somebody's other directory a link. */
  @Test
  void leavesLinksAndPermissions() throws IOException {
    assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"));
    Path real = Files.writeString(directory.resolve("elsewhere.json"), "{\"a\":1}");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-------"));
    Path link = Files.createSymbolicLink(directory.resolve(".mcp.json"), real);
    assertThat(Typed.nowhere().run(setup("claude", "traces.db")).code()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(real).content().contains("\"a\"", "spanledger");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-------");
  }

  @Test
  void writesNoPassword() throws IOException {
    Typed typed = Typed.nowhere().with("SPANLEDGER_JDBC_PASSWORD", "hunter2");
    String url = "jdbc:postgresql://host/traces";
    for (String client : List.of("claude", "cursor", "vscode", "codex")) {
      Typed.Outcome outcome = typed.run(setup(client, url));
      assertThat(outcome.code()).isZero();
      assertThat(outcome.out())
          .contains(" written: ", "hands on: SPANLEDGER_JDBC_PASSWORD")
          .doesNotContain("hunter2");
      String file =
          Files.readString(
              directory.resolve(AgentClient.valueOf(client.toUpperCase(Locale.ROOT)).file()));
      assertThat(file).contains("SPANLEDGER_JDBC_PASSWORD").doesNotContain("hunter2").contains(url);
    }
    Typed.Outcome refused = typed.run(setup("claude", url + "?password=hunter2"));
    assertThat(refused.code()).isEqualTo(6);
    assertThat(refused.err()).doesNotContain("hunter2");
  }

  @Test
  void replacesItsOwnTableInToml() throws IOException {
    Path toml = directory.resolve(".codex/config.toml");
    Files.createDirectories(toml.getParent());
    Files.writeString(
        toml,
        """
        # mine
        model = "o"
        [mcp_servers.spanledger]
        command = "old"
        [mcp_servers.spanledger.env]
        A = "b"
        [mcp_servers.other]
        command = "x"
        """);
    Typed.nowhere().run(setup("codex", "a.db"));
    String once = Files.readString(toml);
    assertThat(once)
        .startsWith(
            "# mine\nmodel = \"o\"\n[mcp_servers.other]\ncommand = \"x\"\n\n[mcp_servers.spanledger]\n")
        .doesNotContain("old")
        .doesNotContain("A = ");
    assertThat(Typed.nowhere().run(setup("codex", "a.db")).out()).contains("as it should be");
    assertThat(Files.readString(toml)).isEqualTo(once);
  }

  @Test
  void leavesAFileThatItDoesNotUnderstand() throws IOException {
    Path mcp = directory.resolve(".mcp.json");
    Files.writeString(mcp, "{ // a comment\n }");
    assertThat(Typed.nowhere().run(setup("claude", "a.db")).code()).isEqualTo(6);
    assertThat(Files.readString(mcp)).isEqualTo("{ // a comment\n }");
  }

  @Test
  void leavesAFileThatItWouldSpoil() throws IOException {
    for (String text : List.of("{\"mcpServers\":[]}", "[]", "{\"mcpServers\":{}} {}", "{")) {
      refuses("claude", ".mcp.json", text.getBytes(StandardCharsets.UTF_8));
    }
    refuses("claude", ".mcp.json", new byte[] {'{', '"', (byte) 0xe4, '"', ':', '1', '}'});
    for (String text :
        List.of(
            "mcp_servers = { }\n",
            "[mcp_servers]\nother = { command = \"x\" }\n",
            "mcp_servers.spanledger.command = \"x\"\n",
            "[mcp_servers.\"spanledger\"]\ncommand = \"x\"\n")) {
      refuses("codex", ".codex/config.toml", text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void refuses(String client, String name, byte[] existing) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, existing);
    Typed.Outcome outcome = Typed.nowhere().run(setup(client, "a.db"));
    assertThat(outcome.code()).as(outcome.out()).isEqualTo(6);
    assertThat(outcome.err()).contains("left as it is");
    assertThat(Files.readAllBytes(file)).isEqualTo(existing);
  }

  /** As each client's documentation has it. */
  @Test
  void writesWhatTheClientsRead() throws IOException {
    String url = "jdbc:postgresql://host/traces";
    for (String client : List.of("claude", "cursor", "vscode", "codex")) {
      Typed.nowhere().run(setup(client, url));
    }
    ObjectMapper json = new ObjectMapper();
    JsonNode claude = json.readTree(directory.resolve(".mcp.json").toFile());
    assertThat(claude.at("/mcpServers/spanledger/type").asText()).isEqualTo("stdio");
    assertThat(claude.at("/mcpServers/spanledger/env/SPANLEDGER_JDBC_PASSWORD").asText())
        .isEqualTo("${SPANLEDGER_JDBC_PASSWORD:-}");
    JsonNode cursor = json.readTree(directory.resolve(".cursor/mcp.json").toFile());
    assertThat(cursor.at("/mcpServers/spanledger/env/SPANLEDGER_JDBC_PASSWORD").asText())
        .isEqualTo("${env:SPANLEDGER_JDBC_PASSWORD}");
    JsonNode code = json.readTree(directory.resolve(".vscode/mcp.json").toFile());
    assertThat(code.at("/servers/spanledger/type").asText()).isEqualTo("stdio");
    assertThat(code.at("/servers/spanledger/command").asText()).endsWith("java");
    assertThat(Files.readString(directory.resolve(".codex/config.toml")))
        .startsWith("[mcp_servers.spanledger]\ncommand = \"")
        .contains("\nargs = [\"", "\nenv_vars = [\"SPANLEDGER_JDBC_PASSWORD\"]\n");
  }

  private String[] setup(String client, String db) {
    return new String[] {
      "setup-agent", "--client", client, "--db", db, "--dir", directory.toString()
    };
  }
}
