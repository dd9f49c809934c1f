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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a client starts our server.
 *
 * @param variables of its own environment that it hands on: no secret stands in the file
 */
record ServerEntry(String command, List<String> arguments, List<String> variables) {
  private static final String NAME = "spanledger";
  private static final String TABLE = "[mcp_servers." + NAME;

  /** What our table would contradict. */
  private static final Pattern OTHERWISE =
      Pattern.compile(
          "(?m)^\\s*(mcp_servers\\s*[.=]|\\[\\s*mcp_servers\\s*]|\\[\\s*\"mcp_servers|\\[\\s*mcp_servers\\s*\\.\\s*[\"']spanledger)");

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

  /** As a shell would be given it. */
  String line() {
    return Stream.concat(Stream.of(command), arguments.stream())
        .map(Shell::quoted)
        .collect(Collectors.joining(" "));
  }

  private String json(AgentClient client, String existing) {
    ObjectNode file = parsed(existing);
    JsonNode servers = file.path(client.section());
    if (!servers.isMissingNode() && !servers.isObject()) {
      throw refused(client.section() + " in the file is no object");
    }
    ObjectNode entry = file.withObject("/" + client.section()).putObject(NAME);
    entry.put("type", "stdio");
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
    throw refused("the file is no plain JSON object (comments?)");
  }

  private static Trouble refused(String why) {
    return new Trouble(
        Code.REFUSED,
        why + ", and is left as it is",
        "With --dir naming an empty directory, --print prints the entry: put it in by hand.");
  }

  /** Its own tables are replaced, all other lines stay. */
  private String toml(String existing) {
    if (OTHERWISE.matcher(existing).find()) {
      throw refused("the file has servers in another form than [mcp_servers.name]");
    }
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
