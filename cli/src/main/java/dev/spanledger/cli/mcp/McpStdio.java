// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli.mcp;

import dev.spanledger.cli.Ledger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** The server for a client that has started this process: messages are lines. */
public final class McpStdio {
  private McpStdio() {}

  /**
   * Serves until the client closes its end. Lines are answered one after the other; one that is no
   * message is answered with an error, and the next one is read.
   *
   * @param ledger asked when the first tool is called, so that a database that is away is said to
   *     the model
   * @param out the protocol's alone
   * @throws IOException where the client's end cannot be read, or does not take an answer
   */
  public static void serve(Supplier<Ledger> ledger, Clock clock, InputStream in, OutputStream out)
      throws IOException {
    McpEndpoint endpoint = new McpEndpoint(ledger, clock);
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Optional<String> answer = line.isBlank() ? Optional.empty() : endpoint.answer(line);
      if (answer.isPresent()) {
        out.write((answer.get() + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
  }
}
