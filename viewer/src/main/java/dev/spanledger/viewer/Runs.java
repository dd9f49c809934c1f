// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.viewer;

import dev.spanledger.inspect.Run;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs that were read lately, because a page asks for the same one several times. At most 150,000
 * spans are kept, some thirty megabytes. Several questions about one run read it once. Thread-safe.
 */
final class Runs {
  private static final long MOST_SPANS = 150_000;
  private static final long OLD_NANOS = 60_000_000_000L;
  private static final long RECENT_NANOS = 2_000_000_000L;

  private final TraceReader reader;
  private final LongSupplier nanoTime;
  private final Object[] turns = new Object[16];
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long spans;

  /** When it was read, before that began. */
  private record Kept(Run run, long at) {}

  Runs(TraceReader reader, LongSupplier nanoTime) {
    this.reader = reader;
    this.nanoTime = nanoTime;
    for (int i = 0; i < turns.length; i++) {
      turns[i] = new Object();
    }
  }

  /**
   * The run as it is now.
   *
   * @throws Refusal where it is not stored
   */
  Run now(String traceId) {
    return find(traceId, true);
  }

  /** The run as it is now, or was two seconds ago if it goes on. */
  Run lately(String traceId) {
    return find(traceId, false);
  }

  private Run find(String traceId, boolean now) {
    synchronized (turns[Math.floorMod(traceId.hashCode(), turns.length)]) {
      long asked = nanoTime.getAsLong();
      Kept known = known(traceId);
      if (known != null && serves(known, traceId, asked, now)) {
        return known.run;
      }
      Optional<Run> read = Run.read(reader, traceId);
      keep(traceId, read.map(run -> new Kept(run, asked)).orElse(null));
      return read.orElseThrow(() -> Refusal.notFound("trace " + traceId));
    }
  }

  private boolean serves(Kept known, String traceId, long asked, boolean now) {
    long age = asked - known.at;
    if (!now && age < RECENT_NANOS) {
      return true;
    }
    if (age > OLD_NANOS || runs(known.run)) {
      return false;
    }
    Optional<TraceRow> row = reader.row(traceId);
    return row.isPresent() && row.get().equals(known.run.trace());
  }

  private static boolean runs(Run run) {
    for (int i = 0; i < run.size(); i++) {
      if (run.running(i)) {
        return true;
      }
    }
    return run.trace().status().equals("RUNNING");
  }

  private synchronized @Nullable Kept known(String traceId) {
    return kept.get(traceId);
  }

  private synchronized void keep(String traceId, @Nullable Kept run) {
    Kept before = kept.remove(traceId);
    spans -= before == null ? 0 : before.run.size();
    if (run != null && run.run.size() <= MOST_SPANS) {
      kept.put(traceId, run);
      spans += run.run.size();
    }
    var eldest = kept.values().iterator();
    while (spans > MOST_SPANS && eldest.hasNext()) {
      spans -= eldest.next().run.size();
      eldest.remove();
    }
  }
}
