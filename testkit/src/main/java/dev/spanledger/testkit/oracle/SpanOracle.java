// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.oracle;

import dev.spanledger.schema.TraceReader;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * Knows what must be in the database: it writes down each span before the span ends, and everything
 * in a span follows from its id, so that a row that is lost, doubled, swapped or half written
 * shows.
 *
 * <p>Every fourth span that is no root is a model call with usage, so that totals say something.
 * Thread-safe.
 */
public final class SpanOracle implements AutoCloseable {
  static final String PAYLOAD = "oracle.payload";
  private static final String OPERATION = "gen_ai.operation.name";

  /** Nothing that could look like a credential: those are not stored. */
  private static final String ALPHABET = "abcdefghijklm nopqrst uvwxyz ";

  /**
   * A span that was about to end.
   *
   * @param inputTokens 0 unless it is a model call
   * @param nanos when, by {@link System#nanoTime()}, which processes of one machine share
   */
  public record Logged(String traceId, String spanId, long inputTokens, long nanos) {}

  private final Map<String, Logged> logged;
  private final int payloadChars;
  private final Journal journal;

  /**
   * Remembers in memory.
   *
   * @param payloadChars how long each span's payload is
   */
  public static SpanOracle inMemory(int payloadChars) {
    Map<String, Logged> logged = new ConcurrentHashMap<>();
    return new SpanOracle(payloadChars, logged, entry -> logged.put(entry.spanId(), entry));
  }

  /** Remembers in a file, which another process reads after this one has ended. */
  public static SpanOracle writing(Path journal, int payloadChars) {
    return new SpanOracle(payloadChars, Map.of(), new JournalFile(journal));
  }

  /** Knows what other processes wrote down. */
  public static SpanOracle reading(Collection<Path> journals, int payloadChars) {
    SpanOracle oracle = inMemory(payloadChars);
    journals.forEach(journal -> JournalFile.read(journal).forEach(oracle.journal::write));
    return oracle;
  }

  private SpanOracle(int payloadChars, Map<String, Logged> logged, Journal journal) {
    this.payloadChars = payloadChars;
    this.logged = logged;
    this.journal = journal;
  }

  /** Where each span is written down before it ends. */
  interface Journal extends AutoCloseable {
    void write(Logged entry);

    @Override
    default void close() {}
  }

  /** Ends the root of an agent's run. */
  public void endRoot(Span span) {
    span.setAttribute(OPERATION, "invoke_agent");
    end(span, 0);
  }

  /** Ends a span that has a parent: a model call, if its id says so. */
  public void end(Span span) {
    String spanId = span.getSpanContext().getSpanId();
    long tokens = tokens(spanId);
    if (tokens > 0) {
      span.setAttribute(OPERATION, "chat")
          .setAttribute("gen_ai.request.model", "gpt-4o")
          .setAttribute("gen_ai.usage.input_tokens", tokens);
    }
    end(span, tokens);
  }

  private void end(Span span, long tokens) {
    SpanContext context = span.getSpanContext();
    span.setAttribute(PAYLOAD, payload(context.getSpanId()));
    journal.write(new Logged(context.getTraceId(), context.getSpanId(), tokens, System.nanoTime()));
    span.end();
  }

  /** Returns every span written down so far, by its id; of a file, only {@link #reading} knows. */
  public Map<String, Logged> logged() {
    return Map.copyOf(logged);
  }

  /** Returns how many spans were written down so far. */
  public int size() {
    return logged.size();
  }

  /**
   * Compares what is stored with what was written down. Nobody may write meanwhile.
   *
   * @throws SQLException as the database says
   */
  public Verdict judge(DataSource dataSource, TraceReader reader) throws SQLException {
    return new Judgement(this, logged()).of(dataSource, reader);
  }

  /** The payload that a span of this id has. */
  String payload(String spanId) {
    SplittableRandom random = new SplittableRandom(Long.parseUnsignedLong(spanId, 16));
    StringBuilder payload = new StringBuilder(payloadChars);
    while (payload.length() < payloadChars) {
      payload.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return payload.toString();
  }

  private static long tokens(String spanId) {
    long id = Long.parseUnsignedLong(spanId, 16);
    return (id & 3) == 0 ? 1 + (id >>> 2 & 1023) : 0;
  }

  @Override
  public void close() {
    journal.close();
  }
}
