// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path directory;

  @Test
  void isThereWhole() throws Exception {
    Path file = directory.resolve("new/deep/file");
    AtomicFile.write(
        file,
        out -> {
          out.write(new byte[100_000]);
          assertThat(file).doesNotExist();
          return null;
        });
    assertThat(file).hasSize(100_000);
    assertThat(names(file.getParent())).containsExactly("file");
  }

  @Test
  void staysAsItWasWhereTheDiskIsFull() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "before");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("no space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("no space left on device");
    assertThat(file).hasContent("before");
    assertThat(names(directory)).containsExactly("file");
  }

  @Test
  void aDirectoryIsNotReplaced() {
    assertThatThrownBy(() -> AtomicFile.write(directory, out -> null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a directory");
  }

  @Test
  void whoMayReadItStaysTheSame() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "before");
    assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
    Files.setPosixFilePermissions(file, owner);
    write(file, "after");
    assertThat(file).hasContent("after");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(owner);
  }

  @Test
  void aLinkIsFollowed() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "before");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    write(link, "after");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("after");
  }

  private static void write(Path file, String text) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          out.write(text.getBytes(StandardCharsets.UTF_8));
          return true;
        });
  }

  private static Stream<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
