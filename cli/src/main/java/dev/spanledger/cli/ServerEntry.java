// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spanledger.cli.Trouble.Code;
import java.util.ArrayList;
import java.util.List;

/**
 * How a client starts our server.
 *
 * @param variables of its own environment that it hands on: no secret stands in the file
 */
record ServerEntry(String command, List<String> arguments, List<String> variables) {
  private static final String NAME = "spanledger";
  private static final String TABLE = "[mcp_servers." + NAME;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /**
   * The client's file with this entry in it, and everything else as it was.
   *
   * @throws Trouble where it cannot be read: nothing must be lost
   */
  String into(AgentClient client, String existing) {
    return client.isToml() ? toml(existing) : json(client, existing);
  }

  private String json(AgentClient client, String existing) {
    ObjectNode file = parsed(existing);
    ObjectNode entry = file.withObject("/" + client.section()).putObject(NAME);
    if (client == AgentClient.VSCODE) {
      entry.put("type", "stdio");
    }
    entry.put("command", command);
    arguments.forEach(entry.putArray("args")::add);
    if (!variables.isEmpty()) {
      ObjectNode env = entry.putObject("env");
      variables.forEach(variable -> env.put(variable, client.reference(variable)));
    }
    return file.toPrettyString() + "\n";
  }

  private static ObjectNode parsed(String existing) {
    if (existing.isBlank()) {
      return JSON.createObjectNode();
    }
    try {
      JsonNode node = JSON.readTree(existing);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    throw new Trouble(
        Code.REFUSED,
        "the file is no plain JSON object (comments?), and is left as it is",
        "--print prints the entry: put it in by hand.");
  }

  /** Its own tables are replaced, all other lines stay. */
  private String toml(String existing) {
    List<String> kept = new ArrayList<>();
    boolean ours = false;
    for (String line : existing.lines().toList()) {
      String trimmed = line.trim();
      if (trimmed.startsWith("[")) {
        ours = trimmed.startsWith(TABLE + "]") || trimmed.startsWith(TABLE + ".");
      }
      if (!ours) {
        kept.add(line);
      }
    }
    while (!kept.isEmpty() && kept.get(kept.size() - 1).isBlank()) {
      kept.remove(kept.size() - 1);
    }
    if (!kept.isEmpty()) {
      kept.add("");
    }
    kept.add(TABLE + "]");
    kept.add("command = " + Json.of(command));
    kept.add("args = " + Json.of(arguments));
    if (!variables.isEmpty()) {
      kept.add("env_vars = " + Json.of(variables));
    }
    return String.join("\n", kept) + "\n";
  }
}
