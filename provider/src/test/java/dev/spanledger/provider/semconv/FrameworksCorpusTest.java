// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanledger.schema.SpanColumns;
import dev.spanledger.schema.SpanRow;
import dev.spanledger.testkit.spans.Corpus;
import dev.spanledger.testkit.spans.OtlpReplay;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What real frameworks emitted, read by hand; skipped, saying so, where the recording is absent.
 */
class FrameworksCorpusTest {
  /** Span, kind, model, provider, input tokens, output tokens. */
  private static final String EXPECTED =
      """
      # Agno through OpenInference: no counts but those in the provider's answer
      1cffdfa6fe3412e6 AGENT - - - -
      b38a82eaa62b551e LLM gpt-4o-mini openai 663 225
      6581e147aec6793a TOOL - - - -
      ca136de468e156c9 LLM gpt-4o-mini openai 163 20
      # Google ADK through OpenInference: the framework calls itself the provider
      bded677884f031ce LLM gemini-2.0-flash gcp.gemini 39 6
      f6e4c65297e40c96 LLM gemini-2.0-flash gcp.gemini 28 3
      86cd4912944ddc41 CHAIN - - - -
      6d8beb2e6a36b133 AGENT - - - -
      04290e4d82aba1bc TOOL - - - -
      # Koog 0.3
      1b7200380e3316e7 AGENT gpt-4o openai - -
      bb189bc3771ff83d AGENT - openai - -
      7578374e12a7faa5 CHAIN - - - -
      e44e72cf2d221781 LLM gpt-4o openai - -
      6021df46275ad2d8 CHAIN - - - -
      33188493784a060d TOOL - - - -
      66f269083a2fff81 TOOL - - - -
      5555afb6655e4d44 CHAIN - - - -
      6a0770019fe7c2b4 CHAIN - - - -
      042f9350c3729147 LLM gpt-4o openai - -
      890e9114a4449257 CHAIN - - - -
      # OpenAI Agents through OpenInference
      e5a76f27f51ad40e AGENT - - - -
      d950b668796240b5 AGENT - openai - -
      90d94774e8e3724d LLM gpt-4.1-2025-04-14 openai 85 29
      98870087af69bf06 LLM gpt-4.1-2025-04-14 openai 55 15
      5b99c3e3411ed17b TOOL - openai - -
      # Pydantic AI, two versions
      5cb389a3bdd21a6e LLM gpt-4o-2024-08-06 openai 31 96
      0a4fac2553f22f2e AGENT gpt-4o - 31 96
      49ae06cbfa06611f AGENT gpt-4o-mini - 502 14
      00d2804abb764b1b LLM gpt-4o-mini-2024-07-18 openai 417 53
      eb0cc14cf7943ad5 LLM gpt-4o-mini-2024-07-18 openai 131 69
      5b5c52d029f28206 AGENT gpt-4o-mini - 682 126
      8976b072313c51f2 LLM gpt-4o-mini-2024-07-18 openai 502 14
      227eb5c856efa3d3 AGENT gpt-4o-mini - 131 69
      be64c23f44dd98be LLM gpt-4o-mini-2024-07-18 openai 265 73
      02d7769b76595f0b TOOL - - - -
      199eff9980ea8b99 TOOL - - - -
      93d5543f7340c2e6 CHAIN - - - -
      99ec63d0b5ecdbf5 TOOL - - - -
      # Vercel AI SDK 5
      1dc6768109615657 AGENT gpt-5 openai 62 85
      91a17a2274bfd23f LLM gpt-5-2025-08-07 openai 62 85
      e9bb8c191e1e4706 TOOL - - - -
      # CrewAI: a model call of LiteLLM, OpenInference's spans, and its own telemetry
      231c43964b7e7e63 LLM gpt-4o-mini - 190 164
      0dd92fffb354f15b CHAIN - - - -
      a8bf77474d6f9a1d AGENT - - - -
      69490dfd171f730b OTHER - - - -
      120aa490d3449d5a OTHER - - - -
      # Vercel AI SDK 6: an agent's span repeats what its call reports
      39d6e9b3ddec9996 LLM gpt-4o-mini-2024-07-18 openai 14 20
      648be1dfd8e521b6 AGENT gpt-4o-mini openai 14 20
      6c0201026326855d LLM gpt-4o-mini-2024-07-18 openai 50 9
      d3661934fbcf93fd AGENT gpt-4o-mini openai 50 9
      bf098ec12458e605 LLM gpt-4o-mini-2024-07-18 openai 63 156
      25ec6d8e42789717 AGENT gpt-4o-mini openai 63 156
      5a81ef3ffb5d8603 LLM gpt-4o-mini-2024-07-18 openai 15 112
      c8be0dc143acbe03 AGENT gpt-4o-mini openai 15 112
      53e12604843b0399 EMBEDDING text-embedding-3-small openai 10 -
      06a62ec64ae5b0a2 CHAIN text-embedding-3-small openai 10 -
      """;

  @Test
  void everySpanIsWhatAReaderOfItsAttributesWouldSay() {
    Recorder recorder = new Recorder();
    OtlpReplay.into(recorder).corpus(Corpus.open("frameworks"));
    Map<String, String> expected = new TreeMap<>();
    EXPECTED
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> expected.put(line.substring(0, 16), line));
    assertThat(expected).hasSize(56);
    assertThat(recorder.described).containsExactlyInAnyOrderEntriesOf(expected);
  }

  private static final class Recorder implements SpanProcessor {
    private final Map<String, String> described = new TreeMap<>();

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      SpanRow row = Described.row(span.toSpanData(), true, null);
      described.put(row.spanId(), line(row));
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }

    private static String line(SpanRow row) {
      return String.join(
          " ",
          row.spanId(),
          row.kind(),
          or(row.get(SpanColumns.MODEL)),
          or(row.get(SpanColumns.PROVIDER)),
          or(row.get(SpanColumns.INPUT_TOKENS)),
          or(row.get(SpanColumns.OUTPUT_TOKENS)));
    }

    private static String or(@Nullable Object value) {
      return value == null ? "-" : value.toString();
    }
  }
}
