// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory of segments that is nobody else's, for as long as this process lives or the claim is
 * given back. The operating system gives it back for a process that was killed.
 */
final class Claim {
  static final String LOCK = "lock";

  private final Path path;
  private final FileChannel lockFile;
  private final Acknowledgement acknowledgement;

  /** Oldest first; under the journal's lock. */
  final Deque<Segment> segments = new ArrayDeque<>();

  private Claim(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
    this.acknowledgement = new Acknowledgement(path);
  }

  /** Null where the directory is somebody's. */
  static @Nullable Claim tryOn(Path directory) throws IOException {
    Path lock = directory.resolve(LOCK);
    FileChannel channel =
        FileChannel.open(
            lock,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            OwnerOnly.file(directory));
    if (isTaken(channel)) {
      channel.close();
      return null;
    }
    return new Claim(directory, channel);
  }

  /** The same claim, of the directory by another name. */
  Claim movedTo(Path directory) throws IOException {
    Files.move(path, directory);
    return new Claim(directory, lockFile);
  }

  static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true; // Somebody else in this JVM.
    }
  }

  Path path() {
    return path;
  }

  Acknowledgement acknowledgement() {
    return acknowledgement;
  }

  /** Deletes the directory if no segment is in it, and then says so; gives it back in any case. */
  boolean release() throws IOException {
    acknowledgement.close();
    try {
      boolean empty = segments.isEmpty();
      if (empty) {
        Files.deleteIfExists(acknowledgement.path());
        Files.deleteIfExists(path.resolve(LOCK));
      }
      return empty && delete(path);
    } finally {
      lockFile.close();
    }
  }

  /** It stays where there are files of others, or that were put aside. */
  private static boolean delete(Path directory) {
    try {
      Files.deleteIfExists(directory);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
