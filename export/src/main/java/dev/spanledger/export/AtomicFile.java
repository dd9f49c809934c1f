// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file that is there whole, or as it was before. Thread-safe. */
public final class AtomicFile {
  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /** Writes into a stream. */
  @FunctionalInterface
  public interface Body<T> {
    T write(OutputStream out) throws IOException;
  }

  /**
   * Writes beside the file, syncs, and then renames over it. Its directory is created where it is
   * missing; a link is followed, and who may read a file that is there may read the new one.
   *
   * @return what the body answered
   * @throws IOException where that does not work; nothing is left behind
   */
  public static <T> T write(Path file, Body<T> body) throws IOException {
    return write(file, AtomicFile::permissions, body);
  }

  /** The same for a file that only its owner may read, whoever might read the one before. */
  static <T> T writePrivate(Path file, Body<T> body) throws IOException {
    return write(file, target -> ownerOnly(), body);
  }

  /** Who may read it; null where that follows from the directory. */
  private interface Permissions {
    @Nullable Set<PosixFilePermission> of(Path target) throws IOException;
  }

  private static <T> T write(Path file, Permissions permissions, Body<T> body) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path parent = target.getParent();
    if (parent == null || Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "is a directory");
    }
    Files.createDirectories(parent);
    Path temporary = parent.resolve("." + UUID.randomUUID() + ".tmp");
    try {
      T result = written(temporary, attributes(target, permissions), body);
      move(temporary, target);
      return result;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static <T> T written(Path temporary, FileAttribute<?>[] attributes, Body<T> body)
      throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                attributes);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
      T result = body.write(out);
      out.flush();
      channel.force(true);
      return result;
    }
  }

  /** Elsewhere files inherit what their directory allows. */
  private static FileAttribute<?>[] attributes(Path target, Permissions permissions)
      throws IOException {
    boolean posix = target.getFileSystem().supportedFileAttributeViews().contains("posix");
    Set<PosixFilePermission> wanted = posix ? permissions.of(target) : null;
    return wanted == null
        ? new FileAttribute<?>[0]
        : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(wanted)};
  }

  /** Those of the file that is there. */
  private static @Nullable Set<PosixFilePermission> permissions(Path target) throws IOException {
    return Files.exists(target) ? Files.getPosixFilePermissions(target) : null;
  }

  private static Set<PosixFilePermission> ownerOnly() {
    return PosixFilePermissions.fromString("rw-------");
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
