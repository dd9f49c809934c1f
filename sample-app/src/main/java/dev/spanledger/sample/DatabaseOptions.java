// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.sample;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the shop's tables and the traces go. */
final class DatabaseOptions {
  @Option(
      names = "--jdbc-url",
      paramLabel = "URL",
      description =
          "The shop's database, and the traces' too unless --trace-jdbc-url names another."
              + " Default: the SQLite file spanledger-sample.db in the working directory.")
  private String url = "jdbc:sqlite:" + Path.of("spanledger-sample.db").toAbsolutePath();

  @Option(names = "--jdbc-user", paramLabel = "USER", description = "Its user, if it has any.")
  private @Nullable String user;

  @Option(
      names = "--jdbc-password",
      paramLabel = "PASSWORD",
      description = "Its password, if it has any.")
  private @Nullable String password;

  @Option(
      names = "--trace-jdbc-url",
      paramLabel = "URL",
      description = "A database for the traces alone.")
  private @Nullable String traceUrl;

  @Option(names = "--trace-jdbc-user", paramLabel = "USER", description = "Its user.")
  private @Nullable String traceUser;

  @Option(names = "--trace-jdbc-password", paramLabel = "PASSWORD", description = "Its password.")
  private @Nullable String tracePassword;

  DatabaseAddress shop() {
    return new DatabaseAddress(url, user, password);
  }

  /** The database of the traces; the shop's own unless another is named. */
  DatabaseAddress traces() {
    return traceUrl == null ? shop() : new DatabaseAddress(traceUrl, traceUser, tracePassword);
  }

  boolean split() {
    return traceUrl != null;
  }
}
