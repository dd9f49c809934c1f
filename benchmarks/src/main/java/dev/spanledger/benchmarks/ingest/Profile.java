// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.benchmarks.ingest;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the time of our threads goes, from samples of the flight recorder: those that run Java, and
 * those that wait in the driver for the database.
 */
final class Profile {
  private static final String JAVA = "jdk.ExecutionSample";
  private static final String NATIVE = "jdk.NativeMethodSample";
  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final double LEAST_SHARE = 0.01;
  private static final int LEAVES = 30;

  /** Packages whose methods are shown, without their first two names. */
  private static final List<String> TOLD =
      List.of("batching.", "provider.", "schema.", "jdbc.Pg", "copy.", "jdbc4.", "core.DB");

  private final CallTree tree = new CallTree();
  private final Map<String, Integer> leaves = new HashMap<>();
  private int waiting;

  private Profile() {}

  /** Runs rounds of ours, keeps the recording, and prints what it shows. */
  static void of(Ours ours, int rounds, Path file) throws Exception {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (Recording recording = new Recording()) {
      recording.enable(JAVA).withPeriod(PERIOD);
      recording.enable(NATIVE).withPeriod(PERIOD);
      recording.start();
      for (int round = 0; round < rounds; round++) {
        ours.round();
      }
      recording.stop();
      recording.dump(file);
    }
    Profile profile = new Profile();
    profile.read(file);
    profile.print(file);
  }

  private void read(Path file) throws IOException {
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (isSample(event) && event.getStackTrace() != null) {
          add(event);
        }
      }
    }
  }

  private static boolean isSample(RecordedEvent event) {
    String type = event.getEventType().getName();
    if (!type.equals(JAVA) && !type.equals(NATIVE)) {
      return false;
    }
    RecordedThread thread = event.getValue("sampledThread");
    String name = thread == null ? null : thread.getJavaName();
    return name != null && name.startsWith("spanledger");
  }

  private void add(RecordedEvent event) {
    List<RecordedFrame> frames = event.getStackTrace().getFrames();
    List<String> path = new ArrayList<>();
    for (RecordedFrame frame : frames) {
      String name = name(frame);
      if (isTold(name) && (path.isEmpty() || !path.get(0).equals(name))) {
        path.add(0, name);
      }
    }
    if (!path.isEmpty()) {
      tree.add(path);
      waiting += event.getEventType().getName().equals(NATIVE) ? 1 : 0;
      leaves.merge(name(frames.get(0)), 1, Integer::sum);
    }
  }

  private static String name(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type.replaceFirst("^(dev|org)[.]\\w+[.]", "") + "." + frame.getMethod().getName();
  }

  private static boolean isTold(String name) {
    return TOLD.stream().anyMatch(name::startsWith) && !name.toLowerCase(ROOT).contains("lambda");
  }

  private void print(Path file) {
    int samples = tree.samples();
    System.out.printf(
        "  our threads, %d samples, %.0f %% of them in native calls, most of which wait for the database; %s%n",
        samples, 100.0 * waiting / samples, file);
    tree.print(LEAST_SHARE);
    System.out.println("  in the method itself");
    leaves.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(LEAVES)
        .forEach(
            leaf ->
                System.out.printf(
                    "  %5.1f %%  %s%n", 100.0 * leaf.getValue() / samples, leaf.getKey()));
  }
}
