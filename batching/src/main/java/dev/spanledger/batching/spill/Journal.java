// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Keeps records on disk until they are done: behind one another in segment files, of which one
 * whose records are all done is deleted. One thread appends, one reads and removes, any may sync.
 *
 * <p>An append is in the operating system's hands when it returns, so that a killed process does
 * not take it along; a sync makes it survive a power loss, too. Nothing is added to a file that
 * failed to be written or synced: the next append begins another.
 */
public final class Journal implements AutoCloseable {
  private static final long SEGMENT_BYTES = 4L << 20;
  private static final int SEGMENTS_AT_LEAST = 8;

  private final SpillDirectory place;
  private final Disk disk;
  private final long maxBytes;
  private final Logger log;
  private final String name;
  private final SecureRandom random = new SecureRandom();
  private final Object syncing = new Object();
  private final Object sweeping = new Object();

  private final Claim own;

  /** This process' own, and those that were left by earlier ones. */
  private final List<Claim> claims = new CopyOnWriteArrayList<>();

  // Under the lock of this.
  private final Set<Segment> dirty = new LinkedHashSet<>();

  /** Of these it is not known what a power loss would take. */
  private final Set<Segment> doubtful = new HashSet<>();

  private @Nullable Segment current;
  private long lastNumber;
  private long bytes;

  Journal(Path directory, long maxBytes, Disk disk, Logger log, String name) throws IOException {
    this.place = new SpillDirectory(directory);
    this.disk = disk;
    this.maxBytes = maxBytes;
    this.log = log;
    this.name = name;
    this.own = place.claimNew();
    claims.add(own);
  }

  /**
   * Opens a directory of this process' own.
   *
   * @param directory that all processes share which write to the same place
   * @param maxBytes of all segments together, those left by earlier processes included
   * @param name begins each log line
   * @throws IOException where that is not possible
   */
  public static Journal open(Path directory, long maxBytes, Logger log, String name)
      throws IOException {
    return new Journal(directory, maxBytes, new RealDisk(), log, name);
  }

  /**
   * Appends the records.
   *
   * @param records at least one
   * @throws IOException if none of them is in the journal: it is full, or the disk is, or broken
   */
  public Run append(List<byte[]> records) throws IOException {
    long length = Frame.lengthOf(records);
    Segment segment = writable(length);
    try {
      segment.append(segment.frames, records);
    } catch (IOException e) {
      segment.truncate();
      giveUp(segment);
      throw e;
    }
    return appended(segment, length, records.size());
  }

  private Segment writable(long length) throws IOException {
    Segment segment = current();
    if (bytes() + length > maxBytes) {
      throw new IOException(
          String.format(Locale.ROOT, "the limit of %d bytes on disk is reached", maxBytes));
    }
    if (segment == null) {
      segment = new Segment(own, new SegmentName(++lastNumber, random.nextLong()));
      segment.create(disk);
      opened(segment);
    }
    return segment;
  }

  private synchronized @Nullable Segment current() {
    long most = Math.min(SEGMENT_BYTES, maxBytes / SEGMENTS_AT_LEAST);
    if (current != null && current.bytes >= most) {
      seal(current);
    }
    return current;
  }

  private synchronized void opened(Segment segment) {
    segment.claim.segments.add(segment);
    current = segment;
  }

  private synchronized Run appended(Segment segment, long length, int count) throws IOException {
    if (segment.sealed) {
      throw new IOException("the segment failed to be synced meanwhile");
    }
    Run run = new Run(segment, segment.bytes, segment.bytes + length, segment.frames, count);
    segment.bytes += length;
    segment.frames += count;
    dirty.add(segment);
    bytes += length;
    return run;
  }

  /** Nothing is added to it any more; the next sync closes it. */
  private synchronized void seal(Segment segment) {
    segment.sealed = true;
    dirty.add(segment);
    if (current == segment) {
      current = null;
    }
  }

  private void giveUp(Segment segment) {
    seal(segment);
    if (segment.frames == 0) {
      forget(segment);
      remove(segment);
    }
  }

  private synchronized void forget(Segment segment) {
    segment.claim.segments.remove(segment);
    dirty.remove(segment);
    doubtful.remove(segment);
    bytes -= segment.bytes;
  }

  /**
   * Makes what was appended survive a power loss.
   *
   * @return whether everything does that was appended before the call and is not done
   */
  public boolean sync() {
    synchronized (syncing) {
      for (Segment segment : takeDirty()) {
        try {
          segment.sync(disk);
        } catch (IOException e) {
          doubt(segment, e);
        }
        closeIfSealed(segment);
      }
      return nothingIsDoubtful();
    }
  }

  private synchronized List<Segment> takeDirty() {
    List<Segment> taken = List.copyOf(dirty);
    dirty.clear();
    return taken;
  }

  private synchronized void doubt(Segment segment, IOException failure) {
    if (doubtful.add(segment)) {
      seal(segment);
      dirty.remove(segment);
      log.warn(
          "{}: {} could not be synced; the next records go to another: {}",
          name,
          segment.path,
          failure.toString());
    }
  }

  private void closeIfSealed(Segment segment) {
    boolean finished;
    synchronized (this) {
      finished = segment.sealed && !dirty.contains(segment);
    }
    if (finished) {
      segment.close();
    }
  }

  private synchronized boolean nothingIsDoubtful() {
    return doubtful.isEmpty();
  }

  /** Reads a run; whoever does closes it. */
  public Reading read(Run run) {
    return new Reading(this, run);
  }

  SegmentReader reader(Run run) throws IOException {
    Segment segment = run.segment();
    int first = run.from() == 0 ? 0 : run.ordinal();
    return new SegmentReader(
        disk.open(segment.path), segment.name.mark(), first, run.from(), run.to());
  }

  void cannotRead(Segment segment, Exception failure) {
    putAside(segment);
    log.warn(
        "{}: {} cannot be read, and will be put aside: {}", name, segment.path, failure.toString());
  }

  /** Keeps the file under another name when it is done, for people to look at. */
  public synchronized void putAside(Segment segment) {
    segment.unreadable = true;
  }

  /** A record need not be kept any longer. */
  public synchronized void done(Segment segment, int ordinal) {
    segment.done++;
    if (ordinal == segment.firstDone) {
      segment.firstDone++;
    }
  }

  /** Records that cannot be read need not be kept either. */
  public synchronized void missing(Segment segment, int count) {
    segment.done += count;
  }

  /** Nothing is to be appended for a while: keeps no segment for the sake of its free room. */
  public void rest() {
    synchronized (this) {
      if (current != null && current.done == current.frames) {
        seal(current);
      }
    }
    sweep();
  }

  /** Deletes what is done, and notes how far it is. A close waits for one that is under way. */
  public void sweep() {
    synchronized (sweeping) {
      for (Claim claim : List.copyOf(claims)) {
        sweep(claim);
      }
    }
  }

  private void sweep(Claim claim) {
    for (Segment segment : complete(claim)) {
      remove(segment);
    }
    claim.acknowledgement().write(doneOf(claim));
    if (claim != own && isEmpty(claim) && claims.remove(claim)) {
      release(claim);
    }
  }

  private synchronized List<Segment> complete(Claim claim) {
    List<Segment> complete = new ArrayList<>();
    Segment first = claim.segments.peekFirst();
    while (first != null && first.isComplete()) {
      forget(first);
      complete.add(first);
      first = claim.segments.peekFirst();
    }
    return complete;
  }

  private synchronized Acknowledgement.Point doneOf(Claim claim) {
    Segment first = claim.segments.peekFirst();
    return first == null
        ? new Acknowledgement.Point(lastNumber + 1, 0)
        : new Acknowledgement.Point(first.name.number(), first.firstDone);
  }

  private synchronized boolean isEmpty(Claim claim) {
    return claim.segments.isEmpty();
  }

  private void remove(Segment segment) {
    try {
      segment.remove(disk);
    } catch (IOException e) {
      log.warn("{}: {} could not be removed: {}", name, segment.path, e.toString());
    }
  }

  private void release(Claim claim) {
    try {
      place.release(claim);
    } catch (IOException e) {
      log.warn("{}: {} could not be given back: {}", name, claim.path(), e.toString());
    }
  }

  /** Takes over what earlier processes have left, and nobody else has taken over. */
  public Adopted adopt() throws IOException {
    Adoption adoption = new Adoption(disk, log, name);
    for (Claim claim : place.claimAbandoned()) {
      adoption.examine(claim);
      add(claim);
    }
    sweep();
    return adoption.result();
  }

  private synchronized void add(Claim claim) {
    claims.add(claim);
    for (Segment segment : claim.segments) {
      bytes += segment.bytes;
    }
  }

  /** How much is on disk. */
  public synchronized long bytes() {
    return bytes;
  }

  /** Leaves what is not done to the next process, after a sync. */
  @Override
  public void close() {
    rest();
    sync();
    for (Claim claim : claims) {
      synchronized (this) {
        claim.segments.forEach(Segment::close);
      }
      release(claim);
    }
    claims.clear();
  }
}
