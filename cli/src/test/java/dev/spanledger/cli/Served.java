// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.testkit.databases.TestDatabase;
import java.util.ArrayList;
import java.util.List;

/** A {@code spanledger serve} that runs while a test asks it. */
public record Served(Typed.Running running, String url) implements AutoCloseable {
  /** On any port that is free. */
  public static Served of(TestDatabase database, String... options) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("serve", "--port", "0"));
    words.addAll(List.of(options));
    Typed.Running running = Typed.at(database).start(words.toArray(String[]::new));
    return new Served(running, running.await(line -> line.startsWith("http")));
  }

  /** Without the token. */
  public String address() {
    return url.substring(0, url.indexOf('?'));
  }

  public String token() {
    return url.substring(url.indexOf("token=") + 6);
  }

  @Override
  public void close() {
    running.close();
  }
}
