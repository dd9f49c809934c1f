// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.openai.OpenAiTokenUsage.InputTokensDetails;
import dev.langchain4j.model.openai.OpenAiTokenUsage.OutputTokensDetails;
import dev.langchain4j.model.output.TokenUsage;
import org.junit.jupiter.api.Test;

class TokenDetailsTest {

  /** Has the accessors of LangChain4j's AnthropicTokenUsage. */
  public static final class CachingUsage extends TokenUsage {
    public Integer cacheCreationInputTokens() {
      return 7;
    }

    public Integer cacheReadInputTokens() {
      return 5;
    }
  }

  @Test
  void openAiTellsCachedAndReasoningTokens() {
    OpenAiTokenUsage usage =
        OpenAiTokenUsage.builder()
            .inputTokenCount(100)
            .outputTokenCount(10)
            .inputTokensDetails(InputTokensDetails.builder().cachedTokens(64).build())
            .outputTokensDetails(OutputTokensDetails.builder().reasoningTokens(8).build())
            .build();

    assertThat(TokenDetails.of(usage)).isEqualTo(new TokenDetails(64, null, 8));
  }

  @Test
  void detailsThatAreLeftOutAreUnknown() {
    OpenAiTokenUsage usage = OpenAiTokenUsage.builder().inputTokenCount(1).build();

    assertThat(TokenDetails.of(usage)).isEqualTo(new TokenDetails(null, null, null));
    assertThat(TokenDetails.of(new TokenUsage(1, 1))).isEqualTo(new TokenDetails(null, null, null));
  }

  @Test
  void anthropicTellsReadsAndWritesOfTheCache() {
    assertThat(TokenDetails.of(new CachingUsage())).isEqualTo(new TokenDetails(5, 7, null));
  }
}
