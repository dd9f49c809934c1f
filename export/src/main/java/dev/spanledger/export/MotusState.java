// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of Motus by their ids. Each without a parent is a run of its own; ids follow from the
 * tasks', the name and the start of the topmost.
 */
final class MotusState {
  private final Map<String, @Nullable Object> tasks;
  private final Instant written;
  private final Map<String, String> tops = new HashMap<>();
  private final Map<String, String> traceIds = new HashMap<>();

  MotusState(Map<String, @Nullable Object> tasks, Instant written) {
    this.tasks = tasks;
    this.written = written;
  }

  void read(Delivery delivery) throws IOException {
    long number = 0;
    for (Map.Entry<String, @Nullable Object> task : tasks.entrySet()) {
      delivery.entry(++number);
      if (!(task.getValue() instanceof Map)) {
        delivery.refused("a task is no object");
      } else {
        delivery.add(span(task.getKey()));
      }
    }
  }

  private FileSpan span(String id) {
    String traceId = traceId(id);
    String parent = parent(id);
    return new MotusTask(task(id), written)
        .span(traceId, spanId(traceId, id), parent == null ? null : spanId(traceId, parent));
  }

  private String traceId(String id) {
    return traceIds.computeIfAbsent(top(id), this::newTraceId);
  }

  /** Each task is walked once: a chain may be as long as the file, or lead back to itself. */
  private String top(String id) {
    Set<String> walked = new LinkedHashSet<>();
    String top = id;
    String above = id;
    while (above != null && !tops.containsKey(above) && walked.add(above)) {
      top = above;
      above = parent(above);
    }
    String found = above == null ? top : tops.getOrDefault(above, above);
    walked.forEach(task -> tops.put(task, found));
    return found;
  }

  private String newTraceId(String top) {
    Map<String, @Nullable Object> task = task(top);
    String start = JsonTree.text(task.get("start_us")) + JsonTree.text(task.get("started_at"));
    return hash("motus\n" + top + "\n" + JsonTree.text(task.get("func")) + "\n" + start, 16);
  }

  private static String spanId(String traceId, String id) {
    return hash(traceId + "\n" + id, 8);
  }

  /** Null where the task has none that is there. */
  private @Nullable String parent(String id) {
    String parent = JsonTree.text(task(id).get("parent"));
    return tasks.get(parent) instanceof Map && !parent.equals(id) ? parent : null;
  }

  private Map<String, @Nullable Object> task(String id) {
    return JsonTree.object(tasks.get(id));
  }

  private static String hash(String text, int bytes) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
