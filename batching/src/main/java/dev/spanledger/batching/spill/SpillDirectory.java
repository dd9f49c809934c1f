// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The place that all processes share which write to one database. Each has a directory of its own
 * in it, with a locked file. Whoever finds one that nobody has locked may take it over.
 *
 * <p>All of that happens under a lock of the place, held for a moment: else one process could
 * delete a directory that another has just found, or take one that another is about to lock.
 *
 * <p>A process must not even look at the lock of a directory that is its own: closing the file
 * would give the lock back. So names say whose directory it is, and one that is given back is
 * renamed.
 */
final class SpillDirectory {
  private static final Object IN_THIS_PROCESS = new Object();
  private static final AtomicInteger MADE = new AtomicInteger();
  private static final String LEFT = ".left";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_MILLIS = 5;

  private final Path place;

  private interface Work<R> {
    R run() throws IOException;
  }

  /**
   * Creates the place where there is none.
   *
   * @throws IOException where that is not possible; the message says why
   */
  SpillDirectory(Path place) throws IOException {
    Files.createDirectories(place, OwnerOnly.directory(place));
    this.place = place;
  }

  /** A new directory. */
  Claim claimNew() throws IOException {
    return alone(
        () -> {
          Path path = newPath();
          Files.createDirectory(path, OwnerOnly.directory(place));
          return taken(path);
        });
  }

  private static Claim taken(Path path) throws IOException {
    Claim claim = Claim.tryOn(path);
    if (claim == null) {
      throw new IOException("a new directory is locked by somebody else: " + path);
    }
    return claim;
  }

  /** What others have left, oldest first. */
  List<Claim> claimAbandoned() throws IOException {
    return alone(
        () -> {
          List<Claim> claims = new ArrayList<>();
          for (Path path : directories()) {
            Claim claim = isOwn(path) ? null : Claim.tryOn(path);
            if (claim != null) {
              claims.add(renamed(claim));
            }
          }
          return claims;
        });
  }

  /** As one's own; where directories in use cannot be renamed, only the lock says whose it is. */
  private Claim renamed(Claim claim) {
    try {
      return claim.movedTo(newPath());
    } catch (IOException e) {
      return claim;
    }
  }

  private Path newPath() {
    String number =
        String.format(Locale.ROOT, "%06d-%x", MADE.incrementAndGet(), System.nanoTime());
    return place.resolve(ownPrefix() + number);
  }

  /** Gives a directory back: deletes it if it is empty, else leaves it to the next. */
  void release(Claim claim) throws IOException {
    alone(
        () -> {
          Path path = claim.path();
          if (!claim.release() && isOwn(path)) {
            Files.move(path, path.resolveSibling(path.getFileName() + LEFT));
          }
          return path;
        });
  }

  private Set<Path> directories() throws IOException {
    Set<Path> paths = new TreeSet<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(place, Files::isDirectory)) {
      found.forEach(paths::add);
    }
    return paths;
  }

  private static boolean isOwn(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(ownPrefix()) && !name.endsWith(LEFT);
  }

  /** When this process began, so that names sort by age, and its number. */
  private static String ownPrefix() {
    ProcessHandle process = ProcessHandle.current();
    Instant start = process.info().startInstant().orElse(Instant.EPOCH);
    return String.format(Locale.ROOT, "%013d-%d-", start.toEpochMilli(), process.pid());
  }

  private <R> R alone(Work<R> work) throws IOException {
    synchronized (IN_THIS_PROCESS) {
      try (FileChannel lock =
          FileChannel.open(
              place.resolve(Claim.LOCK),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              OwnerOnly.file(place))) {
        acquire(lock);
        return work.run();
      }
    }
  }

  /** Nobody holds it for long, unless he is stopped: then this one must not hang as well. */
  private void acquire(FileChannel lock) throws IOException {
    long start = System.nanoTime();
    while (Claim.isTaken(lock)) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IOException("another process holds " + place.resolve(Claim.LOCK));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
