// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.batching.spill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to a segment costs the records that it happens to. */
class SegmentReaderTest {
  private static final long MARK = 0x1234_5678_9ABC_DEF0L;
  private static final int MUTATIONS =
      "long".equals(System.getProperty("spanledger.faults")) ? 100_000 : 3_000;

  private final List<String> records =
      List.of("first", "", "third, somewhat longer than the others", "4", "the fifth and last");

  private final byte[] segment = segment(records);

  @Test
  void givesBackWhatWasWritten() throws IOException {
    assertThat(read(segment)).isEqualTo(new Outcome(records, 0));
  }

  @Test
  void aFlippedByteCostsItsRecordOnly() throws IOException {
    for (int at = 0; at < segment.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = segment.clone();
        damaged[at] ^= (byte) (1 << bit);
        int hit = recordAt(at);
        List<String> others = new ArrayList<>(records);
        others.remove(hit);
        assertThat(read(damaged))
            .as("bit %d of byte %d", bit, at)
            .isEqualTo(new Outcome(others, 1));
      }
    }
  }

  @Test
  void whereverItIsCutTheRecordsBeforeAreThere() throws IOException {
    for (int length = 0; length < segment.length; length++) {
      int whole = recordAt(length);
      boolean torn = length > startOf(whole);
      assertThat(read(Arrays.copyOf(segment, length)))
          .as("cut at %d", length)
          .isEqualTo(new Outcome(records.subList(0, whole), torn ? 1 : 0));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22})
  void noMutationIsMoreThanALoss(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < MUTATIONS / 2; i++) {
      byte[] mutant = mutant(random);
      Outcome outcome = read(mutant);
      assertThat(records).as("seed %d, mutation %d", seed, i).containsAll(outcome.records);
      assertThat(outcome.records).doesNotHaveDuplicates();
      assertThat(outcome.records.size() + outcome.lost).isLessThanOrEqualTo(records.size() + 4);
    }
  }

  private byte[] mutant(Random random) {
    byte[] mutant = Arrays.copyOf(segment, random.nextInt(2 * segment.length));
    for (int hits = random.nextInt(4); hits > 0 && mutant.length > 0; hits--) {
      int from = random.nextInt(mutant.length);
      int length = Math.min(mutant.length - from, 1 + random.nextInt(12));
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      byte[] there = Arrays.copyOfRange(segment, from % 60, from % 60 + length);
      System.arraycopy(random.nextBoolean() ? noise : there, 0, mutant, from, length);
    }
    return mutant;
  }

  @Test
  void aRecordThatContainsAFrameIsNoFrame() throws IOException {
    String inner =
        new String(segment(List.of("smuggled")), java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] outer =
        segmentOf(
            MARK + 1,
            List.of(("x" + inner).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
    outer[Frame.HEADER] ^= 1;
    Outcome outcome = read(outer, MARK + 1, 0);
    assertThat(outcome).isEqualTo(new Outcome(List.of(), 1));
  }

  @Test
  void recordsLargerThanTheWindowAreRead() throws IOException {
    List<String> large = List.of("a".repeat(300_000), "b", "c".repeat(70_000));
    assertThat(read(segment(large))).isEqualTo(new Outcome(large, 0));
  }

  @Test
  void aPartIsReadFromItsFirstOrdinal() throws IOException {
    byte[] damaged = segment.clone();
    damaged[startOf(3)] ^= 1;
    try (SegmentReader reader =
        new SegmentReader(file(damaged), MARK, 2, startOf(2), segment.length)) {
      assertThat(new String(reader.next(), UTF_8)).isEqualTo(records.get(2));
      assertThat(reader.ordinal()).isEqualTo(2);
      assertThat(new String(reader.next(), UTF_8)).isEqualTo(records.get(4));
      assertThat(reader.ordinal()).isEqualTo(4);
      assertThat(reader.lost()).isEqualTo(1);
    }
  }

  private record Outcome(List<String> records, int lost) {}

  private static Outcome read(byte[] segment) throws IOException {
    return read(segment, MARK, 0);
  }

  private static Outcome read(byte[] segment, long mark, int first) throws IOException {
    List<String> read = new ArrayList<>();
    try (SegmentReader reader = new SegmentReader(file(segment), mark, first, 0, segment.length)) {
      for (byte[] record = reader.next(); record != null; record = reader.next()) {
        read.add(new String(record, UTF_8));
      }
      return new Outcome(read, reader.lost());
    }
  }

  private int startOf(int record) {
    return segment(records.subList(0, record)).length;
  }

  private int recordAt(int position) {
    int record = 0;
    while (record < records.size() && startOf(record + 1) <= position) {
      record++;
    }
    return record;
  }

  private static byte[] segment(List<String> records) {
    return segmentOf(MARK, records.stream().map(record -> record.getBytes(UTF_8)).toList());
  }

  private static byte[] segmentOf(long mark, List<byte[]> records) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < records.size(); i++) {
      bytes.writeBytes(Frame.header(mark, i, records.get(i)));
      bytes.writeBytes(records.get(i));
    }
    return bytes.toByteArray();
  }

  private static Disk.OpenFile file(byte[] bytes) {
    return new BytesFile(bytes);
  }
}
