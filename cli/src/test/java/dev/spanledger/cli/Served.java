// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.testkit.databases.TestDatabase;

/** A {@code spanledger serve} that runs while a test asks it. */
public record Served(Typed.Running running, String url) implements AutoCloseable {
  /** On any port that is free. */
  public static Served of(TestDatabase database) throws InterruptedException {
    Typed.Running running = Typed.at(database).start("serve", "--port", "0");
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
