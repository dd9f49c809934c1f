// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanledger.testkit.databases.DatabaseKind;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The browser is a script that writes down what it is given. */
class BrowserTest {
  @TempDir private Path directory;
  private Path seen;
  private Path script;

  @BeforeEach
  void writeTheScript() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh: not run");
    seen = directory.resolve("seen");
    script = directory.resolve("browser");
    String text = "#!/bin/sh\necho \"$@\" > " + seen + ".new && mv " + seen + ".new " + seen + "\n";
    Files.writeString(script, text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void isGivenTheAddressThatIsPrinted(TestDatabase database) throws Exception {
    Example.store(database);
    assertThat(opened(typed(database).interactive(), "open", "4f2a/8"))
        .contains("/?token=", "#/trace/" + Example.FAILED + "?span=a000000000000008");
    Files.delete(seen);
    Typed other =
        typed(database).with("BROWSER", script + " --new %s --really:other").interactive();
    assertThat(opened(other, "serve", "--port", "0", "--open"))
        .startsWith("--new http://127.0.0.1:")
        .endsWith(" --really");
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void isLeftAloneWhereNobodySits(TestDatabase database) throws Exception {
    Example.store(database);
    ended(typed(database), "open");
    ended(typed(database), "serve", "--port", "0", "--open");
    ended(typed(database).interactive().with("CI", "true"), "open");
    ended(typed(database).interactive(), "open", "--no-browser");
    ended(typed(database).interactive(), "serve", "--port", "0");
    assertThat(seen).doesNotExist();
  }

  @EachDatabase(DatabaseKind.SQLITE)
  void isNotMissed(TestDatabase database) throws Exception {
    Example.store(database);
    Typed.Running running =
        ended(typed(database).interactive().with("BROWSER", "/nowhere/at-all"), "open");
    assertThat(running.code()).hasValue(0);
    assertThat(running.err().toString()).isEmpty();
  }

  private Typed typed(TestDatabase database) {
    return Typed.at(database).with("BROWSER", script.toString());
  }

  /** What the script was given, as soon as it was. */
  private String opened(Typed typed, String... args) throws Exception {
    try (Typed.Running running = typed.start(args)) {
      String url = running.await(line -> line.startsWith("http"));
      while (!Files.exists(seen)) {
        assertThat(running.thread().isAlive()).isTrue();
        Thread.onSpinWait();
      }
      String given = Files.readString(seen).strip();
      assertThat(given).contains(url);
      return given;
    }
  }

  /** Interrupted as soon as it serves. */
  private static Typed.Running ended(Typed typed, String... args) throws Exception {
    try (Typed.Running running = typed.start(args)) {
      running.await(line -> line.startsWith("http"));
      return running;
    }
  }
}
