// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.cli;

import dev.spanledger.cli.Trouble.Code;
import dev.spanledger.inspect.Run;
import dev.spanledger.schema.TraceQuery;
import dev.spanledger.schema.TraceReader;
import dev.spanledger.schema.TraceRow;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Finds runs and spans by what people and models call them. */
public final class Runs {
  private static final int SHOWN = 8;

  private final TraceReader reader;

  public Runs(TraceReader reader) {
    this.reader = reader;
  }

  /**
   * A span of a run.
   *
   * @param index from 0; people are shown one more
   */
  public record Found(Run run, int index) {}

  /** The first characters of a run's id: so many that no other run's begins so. */
  String shortId(Run run) {
    String id = run.trace().traceId();
    for (int chars = SHOWN; chars < id.length(); chars += 4) {
      String beginning = id.substring(0, chars);
      if (reader.traceIds(beginning, 2).size() < 2) {
        return beginning;
      }
    }
    return id;
  }

  /** {@code 4f2a1c90/9}. */
  String name(Found found) {
    return shortId(found.run()) + "/" + (found.index() + 1);
  }

  /**
   * The run whose id begins so; {@code last} is the newest one.
   *
   * @throws Trouble where there is none, or more than one
   */
  public String traceId(String beginning) {
    String wanted = beginning.trim().toLowerCase(Locale.ROOT);
    if (wanted.equals("last")) {
      return newest();
    }
    if (!wanted.matches("[0-9a-f]{1,32}")) {
      throw new Trouble(
          Code.USAGE,
          "'" + beginning + "' is no id of a run",
          "Write the first characters of the id as list shows it, or last.");
    }
    List<String> ids = reader.traceIds(wanted, SHOWN);
    if (ids.isEmpty()) {
      throw new Trouble(
          Code.NOT_FOUND, "no run's id begins with " + wanted, "spanledger list shows the newest.");
    }
    if (ids.size() > 1) {
      throw new Trouble(
          Code.AMBIGUOUS,
          "several runs' ids begin with " + wanted + ": " + String.join(", ", ids),
          "Write more of it.");
    }
    return ids.get(0);
  }

  private String newest() {
    return reader.list(TraceQuery.all().limit(1)).traces().stream()
        .findFirst()
        .map(TraceRow::traceId)
        .orElseThrow(() -> new Trouble(Code.NOT_FOUND, "no run is stored", null));
  }

  /**
   * As {@link #traceId}, with its spans.
   *
   * @throws Trouble where there is none, or more than one
   */
  public Run run(String beginning) {
    String id = traceId(beginning);
    return Run.read(reader, id)
        .orElseThrow(() -> new Trouble(Code.NOT_FOUND, "no span of " + id + " is stored", null));
  }

  /**
   * The span of a run: {@code 4f2a/9} by its number, {@code 4f2a/00f067aa} by its id.
   *
   * @throws Trouble where there is none, or more than one
   */
  public Found span(String reference) {
    int slash = reference.indexOf('/');
    if (slash < 1 || slash == reference.length() - 1) {
      throw new Trouble(
          Code.USAGE,
          "'" + reference + "' is no span",
          "Write the run and the span's number as show prints it, such as 4f2a/9, or its id.");
    }
    Run run = run(reference.substring(0, slash));
    return new Found(run, index(run, reference.substring(slash + 1).trim()));
  }

  /**
   * A span with its content.
   *
   * @throws Trouble where there is none, or more than one, or where it has not ended
   */
  public SpanFields fields(String reference) {
    return fields(span(reference));
  }

  SpanFields fields(Found found) {
    return reader
        .span(found.run().trace().traceId(), found.run().spanId(found.index()))
        .map(SpanFields::of)
        .orElseThrow(
            () ->
                new Trouble(
                    Code.NOT_FOUND,
                    "the span " + name(found) + " has not ended: its content is not stored yet",
                    "spanledger show says since when it runs."));
  }

  private int index(Run run, String span) {
    if (span.matches("\\d{1,9}") && span.length() < 16) {
      int number = Integer.parseInt(span);
      if (number >= 1 && number <= run.size()) {
        return number - 1;
      }
    }
    String id = span.toLowerCase(Locale.ROOT);
    int[] found =
        IntStream.range(0, run.size()).filter(i -> run.spanId(i).startsWith(id)).toArray();
    if (found.length == 0) {
      throw new Trouble(
          Code.NOT_FOUND,
          "the run " + shortId(run) + " has no span " + span,
          "Its spans are 1 to " + run.size() + ".");
    }
    if (found.length > 1) {
      throw new Trouble(
          Code.AMBIGUOUS, "the ids of " + found.length + " spans begin with " + span, null);
    }
    return found[0];
  }
}
