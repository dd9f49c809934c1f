// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The files of the operating system. Not by {@link FileChannel}: an interrupt closes that, and the
 * threads at work here are interrupted when a batcher is closed.
 */
final class RealDisk implements Disk {

  @Override
  public OpenFile create(Path path) throws IOException {
    Files.createFile(path, OwnerOnly.file(path));
    return new RealFile(new RandomAccessFile(path.toFile(), "rw"));
  }

  @Override
  public OpenFile open(Path path) throws IOException {
    return new RealFile(new RandomAccessFile(path.toFile(), "r"));
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (!OwnerOnly.isPosix(directory)) {
      return; // Elsewhere directories cannot be opened, nor need they be.
    }
    while (!isSynced(directory)) {
      Thread.interrupted(); // Directories are opened by channels only.
    }
  }

  private static boolean isSynced(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  private record RealFile(RandomAccessFile file) implements OpenFile {

    @Override
    public synchronized void append(byte[] bytes, int length) throws IOException {
      file.seek(file.length());
      file.write(bytes, 0, length);
    }

    @Override
    public synchronized int read(long position, byte[] into, int offset, int length)
        throws IOException {
      file.seek(position);
      return file.read(into, offset, length);
    }

    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public synchronized void truncate(long length) throws IOException {
      file.setLength(length);
    }

    /** Beside appends: these must not wait for it. */
    @Override
    public void sync() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
