// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;

/** Looks through the directory of a process that is gone. */
final class Adoption {
  private final Disk disk;
  private final Logger log;
  private final String name;
  private final List<Run> runs = new ArrayList<>();
  private int damaged;

  Adoption(Disk disk, Logger log, String name) {
    this.disk = disk;
    this.log = log;
    this.name = name;
  }

  Adopted result() {
    return new Adopted(List.copyOf(runs), damaged);
  }

  /** Registers the claim's segments with it, and what is to be replayed of them here. */
  void examine(Claim claim) {
    Acknowledgement.Point done = claim.acknowledgement().read();
    for (SegmentName found : segments(claim)) {
      Segment segment = new Segment(claim, found);
      segment.sealed = true;
      claim.segments.add(segment);
      try {
        examine(segment, done.framesOf(found));
      } catch (IOException e) {
        segment.unreadable = true;
        log.warn("{}: {} cannot be read and is put aside: {}", name, segment.path, e.toString());
      }
    }
  }

  private void examine(Segment segment, int skipped) throws IOException {
    Disk.OpenFile file = disk.open(segment.path);
    segment.bytes = file.length();
    if (skipped == Integer.MAX_VALUE) {
      file.close();
      return;
    }
    int good = 0;
    int count = 0;
    try (SegmentReader reader = new SegmentReader(file, segment.name.mark(), 0, 0, segment.bytes)) {
      while (reader.next() != null) {
        good++;
        count += reader.ordinal() >= skipped ? 1 : 0;
      }
      damaged += Math.max(0, good + reader.lost() - skipped) - count;
    }
    segment.firstDone = skipped;
    segment.frames = count;
    if (count > 0) {
      runs.add(new Run(segment, 0, segment.bytes, skipped, count));
    }
  }

  private List<SegmentName> segments(Claim claim) {
    List<SegmentName> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(claim.path())) {
      for (Path file : files) {
        String fileName = file.getFileName().toString();
        SegmentName segment = SegmentName.parse(fileName);
        if (segment != null) {
          names.add(segment);
        } else if (SegmentName.isOfOtherVersion(fileName)) {
          log.warn("{}: {} is of another version of Spanledger, and left for it", name, file);
        }
      }
    } catch (IOException e) {
      log.warn("{}: {} cannot be read: {}", name, claim.path(), e.toString());
    }
    names.sort(Comparator.comparingLong(SegmentName::number));
    return names;
  }
}
