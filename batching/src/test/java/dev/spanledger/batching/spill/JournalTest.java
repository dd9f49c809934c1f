// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class JournalTest {
  private static final long MIB = 1 << 20;

  @TempDir Path directory;

  private final FaultyDisk disk = new FaultyDisk();

  private Journal open(long maxBytes) throws IOException {
    return new Journal(directory, maxBytes, disk, LoggerFactory.getLogger("spill"), "test");
  }

  @Test
  void whatIsAppendedCanBeRead() throws IOException {
    try (Journal journal = open(MIB)) {
      Run first = journal.append(records("a", "b"));
      Run second = journal.append(records("c"));
      assertThat(read(journal, second)).containsExactly("c");
      assertThat(first.endsAt(second)).isTrue();
      assertThat(read(journal, first.and(second))).containsExactly("a", "b", "c");
    }
  }

  @Test
  void aSegmentIsDeletedWhenItsRecordsAreDone() throws IOException {
    try (Journal journal = open(MIB)) {
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        runs.add(journal.append(records("x".repeat(100_000))));
      }
      assertThat(segments()).hasSizeGreaterThan(2);
      for (Run run : runs) {
        journal.done(run.segment(), run.ordinal());
        journal.sweep();
      }
      assertThat(segments()).hasSize(1);
      journal.rest();
      assertThat(segments()).isEmpty();
      assertThat(journal.bytes()).isZero();
      assertThat(journal.append(records("y")).count()).isEqualTo(1);
    }
  }

  @Test
  void aSegmentWithOneRecordThatIsNotDoneStays() throws IOException {
    try (Journal journal = open(MIB)) {
      Run run = journal.append(records("a", "b"));
      journal.done(run.segment(), 1);
      journal.rest();
      assertThat(segments()).hasSize(1);
    }
  }

  @Test
  void theNextProcessAdoptsWhatIsNotDone() throws IOException {
    try (Journal journal = open(MIB)) {
      Run run = journal.append(records("a", "b", "c"));
      journal.done(run.segment(), 0);
      journal.sweep();
    }
    try (Journal next = open(MIB)) {
      Adopted adopted = next.adopt();
      assertThat(adopted.damaged()).isZero();
      assertThat(adopted.count()).isEqualTo(2);
      assertThat(next.bytes()).isPositive();
      for (Run run : adopted.runs()) {
        assertThat(read(next, run)).containsExactly("b", "c");
        next.done(run.segment(), 1);
        next.done(run.segment(), 2);
      }
      next.sweep();
      assertThat(next.bytes()).isZero();
      assertThat(next.adopt().runs()).isEmpty();
    }
    assertThat(everything()).containsExactly("lock");
  }

  @Test
  void nobodyAdoptsWhatIsInUse() throws IOException {
    try (Journal one = open(MIB);
        Journal other = open(MIB)) {
      one.append(records("a"));
      assertThat(other.adopt().runs()).isEmpty();
    }
  }

  @Test
  void whatWasAdoptedIsAdoptedAgainIfItIsStillThere() throws IOException {
    try (Journal first = open(MIB)) {
      first.append(records("a"));
    }
    try (Journal second = open(MIB)) {
      assertThat(second.adopt().count()).isEqualTo(1);
      second.append(records("b"));
    }
    try (Journal third = open(MIB)) {
      List<String> all = new ArrayList<>();
      for (Run run : third.adopt().runs()) {
        all.addAll(read(third, run));
      }
      assertThat(all).containsExactlyInAnyOrder("a", "b");
    }
  }

  @Test
  void aTornTailIsCutAndCounted() throws IOException {
    try (Journal journal = open(MIB)) {
      journal.append(records("a", "b"));
    }
    Path segment = segments().get(0);
    Files.write(
        segment,
        java.util.Arrays.copyOf(Files.readAllBytes(segment), (int) Files.size(segment) - 1));
    try (Journal next = open(MIB)) {
      Adopted adopted = next.adopt();
      assertThat(adopted.damaged()).isEqualTo(1);
      assertThat(read(next, adopted.runs().get(0))).containsExactly("a");
    }
  }

  @Test
  void aFileOfANewerVersionIsLeftAlone() throws IOException {
    try (Journal journal = open(MIB)) {
      journal.append(records("a"));
    }
    Path segment = segments().get(0);
    Path newer = segment.resolveSibling(segment.getFileName().toString().replace(".v1", ".v2"));
    Files.move(segment, newer);
    try (Journal next = open(MIB)) {
      assertThat(next.adopt()).isEqualTo(new Adopted(List.of(), 0));
    }
    assertThat(everything()).anyMatch(name -> name.endsWith(".v2"));
  }

  @Test
  void aFileThatCannotBeReadIsPutAside() throws IOException {
    try (Journal journal = open(MIB)) {
      journal.append(records("a"));
    }
    disk.unreadable = true;
    try (Journal next = open(MIB)) {
      assertThat(next.adopt().runs()).isEmpty();
    }
    disk.unreadable = false;
    try (Journal next = open(MIB)) {
      assertThat(next.adopt().runs()).isEmpty();
    }
    assertThat(everything()).anyMatch(name -> name.endsWith(".v1.aside"));
  }

  @Test
  void moreThanItMayHoldIsRefused() throws IOException {
    try (Journal journal = open(MIB)) {
      Run run = journal.append(records("x".repeat(900_000)));
      assertThatThrownBy(() -> journal.append(records("y".repeat(200_000))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("1048576");
      journal.done(run.segment(), 0);
      journal.rest();
      assertThat(journal.append(records("y".repeat(200_000))).count()).isEqualTo(1);
    }
  }

  @Test
  void aFullDiskCostsNothingThatWasThereBefore() throws IOException {
    try (Journal journal = open(100 * MIB)) {
      journal.append(records("a"));
      disk.space.set(10);
      assertThatThrownBy(() -> journal.append(records("b"))).hasMessageContaining("No space");
      assertThatThrownBy(() -> journal.append(records("c"))).hasMessageContaining("No space");
      assertThat(segments()).hasSize(1);
      disk.space.set(Long.MAX_VALUE);
      journal.append(records("d"));
    }
    assertAdopted("a", "d");
  }

  @Test
  void aFailedSyncIsNotTriedAgain() throws IOException {
    try (Journal journal = open(MIB)) {
      disk.failingSyncs.set(1);
      Run doubtful = journal.append(records("a"));
      assertThat(journal.sync()).isFalse();
      int syncs = disk.syncs.get();
      assertThat(journal.sync()).isFalse();
      assertThat(disk.syncs.get()).isEqualTo(syncs);
      assertThat(journal.append(records("b")).segment()).isNotSameAs(doubtful.segment());
      assertThat(journal.sync()).isFalse();
      journal.done(doubtful.segment(), 0);
      journal.sweep();
      assertThat(journal.sync()).isTrue();
    }
    assertAdopted("b");
  }

  @Test
  void nobodyElseMayReadIt() throws IOException {
    try (Journal journal = open(MIB)) {
      Run run = journal.append(records("a", "b"));
      journal.done(run.segment(), 0);
      journal.sweep();
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path path : all.filter(path -> !path.equals(directory)).toList()) {
          Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
          assertThat(PosixFilePermissions.toString(permissions))
              .as(path.toString())
              .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
        }
      }
    }
  }

  private void assertAdopted(String... wanted) throws IOException {
    try (Journal next = open(100 * MIB)) {
      List<String> all = new ArrayList<>();
      Adopted adopted = next.adopt();
      for (Run run : adopted.runs()) {
        all.addAll(read(next, run));
      }
      assertThat(all).containsExactly(wanted);
      assertThat(adopted.damaged()).isZero();
    }
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".v1")).sorted().toList();
    }
  }

  private List<String> everything() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(path -> !path.equals(directory))
          .map(path -> path.getFileName().toString())
          .toList();
    }
  }

  private static List<byte[]> records(String... records) {
    return Stream.of(records).map(record -> record.getBytes(UTF_8)).toList();
  }

  private static List<String> read(Journal journal, Run run) {
    List<String> records = new ArrayList<>();
    try (Reading reading = journal.read(run)) {
      for (byte[] record = reading.next(); record != null; record = reading.next()) {
        records.add(new String(record, UTF_8));
      }
      assertThat(reading.missing()).isZero();
    }
    return records;
  }
}
