// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** A real disk that fills up, fails to sync, and cannot be read, as the test says. */
public final class FaultyDisk implements Disk {
  public final AtomicLong space = new AtomicLong(Long.MAX_VALUE);
  public final AtomicInteger failingSyncs = new AtomicInteger();
  public final AtomicInteger syncs = new AtomicInteger();
  public volatile boolean unreadable;

  private final Disk real = new RealDisk();

  public Journal journal(Path directory, long maxBytes, Logger log, String name)
      throws IOException {
    return new Journal(directory, maxBytes, this, log, name);
  }

  @Override
  public OpenFile create(Path path) throws IOException {
    return new FaultyFile(real.create(path));
  }

  @Override
  public OpenFile open(Path path) throws IOException {
    return new FaultyFile(real.open(path));
  }

  @Override
  public void delete(Path path) throws IOException {
    real.delete(path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    real.rename(from, to);
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    real.syncDirectory(directory);
  }

  private final class FaultyFile implements OpenFile {
    private final OpenFile file;

    FaultyFile(OpenFile file) {
      this.file = file;
    }

    /** A full disk takes what fits. */
    @Override
    public void append(byte[] bytes, int length) throws IOException {
      int fits = (int) Math.min(space.get(), length);
      file.append(bytes, fits);
      space.addAndGet(-fits);
      if (fits < length) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      if (unreadable) {
        throw new IOException("Input/output error");
      }
      return file.read(position, into, offset, Math.min(length, 1_000));
    }

    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public void truncate(long length) throws IOException {
      file.truncate(length);
    }

    @Override
    public void sync() throws IOException {
      syncs.incrementAndGet();
      if (failingSyncs.getAndDecrement() > 0) {
        throw new IOException("Input/output error");
      }
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
