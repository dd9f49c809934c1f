// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanledger.provider.RecordedRuns;
import dev.spanledger.provider.RunFiles;
import dev.spanledger.provider.Spanledger;
import dev.spanledger.testkit.databases.EachDatabase;
import dev.spanledger.testkit.databases.TestDatabase;
import dev.spanledger.testkit.oracle.Await;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ProcessFilesTest {
  @TempDir Path directory;

  @EachDatabase
  @Timeout(60)
  void aDatabaseThatDoesNotAnswerIsGivenUp(TestDatabase database) throws Exception {
    AtomicBoolean hangs = new AtomicBoolean();
    CountDownLatch answers = new CountDownLatch(1);
    DataSource hanging = hanging(database.dataSource(), hangs, answers);
    try (Fixture fixture = new Fixture(Spanledger.builder(hanging))) {
      String trace = fixture.storedRun();
      RecordedRuns runs = runs(fixture, 0, trace);
      hangs.set(true);
      Path folder = directory.resolve("out");
      RunFiles.Written written = new ProcessFiles().write(runs, folder, Duration.ofMillis(200));
      Await.until("it ends", Duration.ofSeconds(30), ProcessFilesTest::nobodyWrites);
      hangs.set(false);
      answers.countDown();
      assertThat(written.files()).isEmpty();
      assertThat(written.problems()).singleElement().asString().contains("given up after 200 ms");
    }
  }

  @EachDatabase
  void whatWasForgottenIsSaid(TestDatabase database) throws Exception {
    try (Fixture fixture = new Fixture(database)) {
      RecordedRuns runs = runs(fixture, 7, fixture.storedRun());
      RunFiles.Written written =
          new ProcessFiles().write(runs, directory.resolve("a/b"), Duration.ofSeconds(30));
      assertThat(written.problems()).singleElement().asString().contains("7 older ones");
      assertThat(written.files()).hasSizeGreaterThan(2).allMatch(Files::isRegularFile);
      try (Stream<Path> files = Files.list(directory.resolve("a/b"))) {
        assertThat(files).hasSameSizeAs(written.files());
      }
      if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
        assertThat(Files.getPosixFilePermissions(directory.resolve("a/b"))).hasSize(3);
      }
    }
  }

  /** In a folder that all may read, over a file that all may read. */
  @EachDatabase
  void theFilesAreTheirOwnersOnly(TestDatabase database) throws Exception {
    assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"));
    Path folder = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path before = Files.writeString(folder.resolve("state.json"), "before");
    Files.setPosixFilePermissions(before, PosixFilePermissions.fromString("rw-r--r--"));
    try (Fixture fixture = new Fixture(database)) {
      RecordedRuns runs = runs(fixture, 0, fixture.storedRun());
      RunFiles.Written written = new ProcessFiles().write(runs, folder, Duration.ofSeconds(30));
      assertThat(written.files()).hasSize(4);
      for (Path file : written.files()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as("%s", file)
            .isEqualTo("rw-------");
      }
    }
  }

  @EachDatabase
  void aFileThatCannotBeReplacedDoesNotHoldUpTheOthers(TestDatabase database) throws Exception {
    Files.createDirectories(directory.resolve("otlp.json/in/the/way"));
    try (Fixture fixture = new Fixture(database)) {
      RecordedRuns runs = runs(fixture, 0, fixture.storedRun());
      RunFiles.Written written = new ProcessFiles().write(runs, directory, Duration.ofSeconds(30));
      assertThat(written.problems()).singleElement().asString().contains("otlp.json", "directory");
      assertThat(written.files())
          .contains(directory.resolve("state.json"), directory.resolve("jaeger.json"));
    }
  }

  private static boolean nobodyWrites() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().equals("spanledger-files"));
  }

  private static RecordedRuns runs(Fixture fixture, long forgotten, String trace) {
    return new RecordedRuns(
        List.of(new RecordedRuns.InDatabase(fixture.ledger.reader(), List.of(trace))), forgotten);
  }

  private static DataSource hanging(
      DataSource dataSource, AtomicBoolean hangs, CountDownLatch answers) {
    return (DataSource)
        Proxy.newProxyInstance(
            ProcessFilesTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, args) -> {
              if (hangs.get() && method.getName().equals("getConnection")) {
                answers.await();
              }
              try {
                return method.invoke(dataSource, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
