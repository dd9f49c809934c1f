// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.testkit.spans;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.time.TestClock;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Makes real spans for tests: a real {@link SdkTracerProvider} with a clock that stands still until
 * a test or a step moves it, and ids from a seed, so that two mothers with one seed make equal
 * spans.
 *
 * <p>The resource says {@code service.name=span-mother}. The first span starts at {@link #START}.
 * Closing shuts the processors down. Several threads may start spans; the runs it makes itself are
 * each used by one thread.
 */
public final class SpanMother implements AutoCloseable {
  /** Where every mother's clock starts: 2026-11-10T00:00:00Z. */
  public static final Instant START = Instant.parse("2026-11-10T00:00:00Z");

  private static final long DEFAULT_SEED = 1;

  private final TestClock clock = TestClock.create(START);
  private final SeededIds ids;
  private final Random random;
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private SpanMother(long seed, List<SpanProcessor> processors) {
    ids = new SeededIds(seed);
    random = new Random(seed);
    SdkTracerProviderBuilder builder =
        SdkTracerProvider.builder()
            .setClock(clock)
            .setIdGenerator(ids)
            .setResource(
                Resource.create(
                    Attributes.of(AttributeKey.stringKey("service.name"), "span-mother")));
    processors.forEach(builder::addSpanProcessor);
    provider = builder.build();
    tracer = provider.tracerBuilder("span-mother").setInstrumentationVersion("1.0").build();
  }

  /** Returns a mother whose spans go to these processors, with the same seed every time. */
  public static SpanMother into(SpanProcessor... processors) {
    return seeded(DEFAULT_SEED, processors);
  }

  /** Returns a mother whose ids and durations come from this seed. Print it where it varies. */
  public static SpanMother seeded(long seed, SpanProcessor... processors) {
    return new SpanMother(seed, List.of(processors));
  }

  /** Returns the clock of all spans. It moves only when told to. */
  public TestClock clock() {
    return clock;
  }

  /** Returns the tracer, for spans that no method here makes. */
  public Tracer tracer() {
    return tracer;
  }

  /** Starts an agent's run as a new trace. Close it. */
  public AgentRun agent(String name) {
    return agent(name, Context.root());
  }

  /** Starts an agent's run below the span of a context, with that context's baggage. Close it. */
  public AgentRun agent(String name, Context parent) {
    return AgentRun.start(this, name, parent);
  }

  /**
   * Plays a run that asks for the weather: four spans (agent, chat, tool, chat).
   *
   * @return the agent's span
   */
  public SpanContext weatherRun() {
    try (AgentRun run = agent("weather-agent")) {
      run.session("session-1", "user-1").ask("What is the weather in Paris?");
      run.tool("get_weather", "{\"city\":\"Paris\"}", "{\"celsius\":18}");
      run.chat("It is 18 degrees in Paris.");
      return run.spanContext();
    }
  }

  /**
   * Plays a run of several turns, each with a question, a tool and an answer: 1 + 4 × turns spans
   * (agent; each turn: step, chat, tool, chat). Messages sent grow with the square of the turns.
   *
   * @return the agent's span
   */
  public SpanContext longRun(int turns) {
    try (AgentRun run = agent("support-agent")) {
      run.session("session-" + turns, "user-1");
      for (int turn = 1; turn <= turns; turn++) {
        playTurn(run, turn);
      }
      return run.spanContext();
    }
  }

  private static void playTurn(AgentRun run, int number) {
    try (AgentRun turn = run.turn()) {
      turn.ask("Where is order " + number + "?");
      turn.tool("find_order", "{\"order\":" + number + "}", "{\"status\":\"shipped\"}");
      turn.chat("Order " + number + " is on its way.");
    }
  }

  /**
   * Plays a run that fails: four spans (agent ERROR, chat, tool ERROR, chat ERROR).
   *
   * @return the agent's span
   */
  public SpanContext failingRun() {
    AgentRun run = agent("refund-agent").ask("Refund order 7.");
    run.failingTool("refund", "{\"order\":7}", new IllegalStateException("already refunded"));
    run.failingChat(new IllegalStateException("429 rate limit reached"));
    run.fail(new IllegalStateException("gave up"));
    return run.spanContext();
  }

  /**
   * Plays a model call whose question has this many characters: two spans (agent, chat).
   *
   * @return the agent's span
   */
  public SpanContext hugeRun(int characters) {
    try (AgentRun run = agent("summary-agent")) {
      run.ask("x".repeat(characters)).chat("That was long.");
      return run.spanContext();
    }
  }

  /**
   * Plays one trace of one span for each value of {@link Hostile}: a text in the span's name, in an
   * attribute's key and value, and in a run's question and a tool's result; a number in an
   * attribute; odd times.
   *
   * @return the spans, in the order in which they ended
   */
  public List<SpanContext> hostileSpans() {
    List<SpanContext> spans = new ArrayList<>();
    Hostile.texts().forEach((name, text) -> spans.add(hostileText(name, text)));
    Hostile.numbers().forEach((name, number) -> spans.add(hostileNumber(name, number)));
    Hostile.times().forEach((name, times) -> spans.add(hostileTimes(name, times)));
    return spans;
  }

  private SpanContext hostileText(String name, String text) {
    return ended(
        tracer
            .spanBuilder(text)
            .setNoParent()
            .startSpan()
            .setAttribute("hostile", name)
            .setAttribute("key " + text, text)
            .setAttribute(GenAi.OPERATION, "chat")
            .setAttribute(GenAi.REQUEST_MODEL, text)
            .setAttribute(GenAi.CONVERSATION, text)
            .setAttribute(GenAi.INPUT, text)
            .setAttribute(GenAi.OUTPUT, Messages.json(Messages.assistant(text)))
            .setAttribute(GenAi.TOOL_RESULT, text)
            .addEvent(text, Attributes.of(AttributeKey.stringKey("text"), text)));
  }

  private SpanContext hostileNumber(String name, double number) {
    return ended(
        tracer
            .spanBuilder("number")
            .setNoParent()
            .startSpan()
            .setAttribute("hostile", name)
            .setAttribute("number", number)
            .setAttribute(GenAi.TEMPERATURE, number)
            .setAttribute(AttributeKey.doubleArrayKey("numbers"), List.of(number)));
  }

  /** The clock is moved, because the SDK takes neither zero nor negative times from a caller. */
  private SpanContext hostileTimes(String name, Hostile.Times times) {
    long before = clock.now();
    moveTo(times.start());
    Span span = tracer.spanBuilder("times").setNoParent().startSpan();
    span.setAttribute("hostile", name);
    moveTo(times.end());
    span.end();
    moveTo(before);
    return span.getSpanContext();
  }

  private void moveTo(long epochNanos) {
    clock.advance(epochNanos - clock.now(), TimeUnit.NANOSECONDS);
  }

  private SpanContext ended(Span span) {
    pass(1, 10);
    span.end();
    return span.getSpanContext();
  }

  /** Lets a seeded time pass, in milliseconds. */
  void pass(int atLeast, int atMost) {
    clock.advance(random.nextInt(atLeast, atMost + 1), TimeUnit.MILLISECONDS);
  }

  String nextId() {
    return ids.generateTraceId().substring(0, 24);
  }

  /** Shuts the processors down. */
  @Override
  public void close() {
    provider.close();
  }
}
