// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The counts among {@code usage_details} that have a rate and no column. */
final class UsageDetails {
  private static final JsonFactory JSON = new JsonFactory();

  /** Of several names for one count the greatest counts: they are one number said twice. */
  private static final Map<String, Bucket> COUNTS =
      Map.ofEntries(
          Map.entry("gen_ai.usage.image.input_tokens", Bucket.IMAGE_INPUT),
          Map.entry("gen_ai.usage.image.output_tokens", Bucket.IMAGE_OUTPUT),
          Map.entry("gen_ai.usage.details.input_image_tokens", Bucket.IMAGE_INPUT),
          Map.entry("gen_ai.usage.details.output_image_tokens", Bucket.IMAGE_OUTPUT),
          Map.entry("llm.token_count.prompt_details.image", Bucket.IMAGE_INPUT),
          Map.entry("llm.token_count.completion_details.image", Bucket.IMAGE_OUTPUT),
          Map.entry("gen_ai.usage.web_search_requests", Bucket.WEB_SEARCH),
          Map.entry("gen_ai.usage.details.web_search_requests", Bucket.WEB_SEARCH),
          Map.entry("web_search_requests", Bucket.WEB_SEARCH),
          Map.entry("gen_ai.usage.file_search_requests", Bucket.FILE_SEARCH),
          Map.entry("gen_ai.usage.details.file_search_requests", Bucket.FILE_SEARCH));

  private UsageDetails() {}

  /** What is not there, and what is not a count, is left out. */
  static Map<Bucket, Long> of(@Nullable String json) {
    Map<Bucket, Long> counts = new EnumMap<>(Bucket.class);
    if (json == null) {
      return counts;
    }
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        read(parser, counts);
      }
    } catch (IOException e) {
      // Cut short by a limit: what came before stands.
    }
    return counts;
  }

  private static void read(JsonParser parser, Map<Bucket, Long> counts) throws IOException {
    Set<Bucket> asked = new HashSet<>(COUNTS.values());
    while (!asked.isEmpty() && parser.nextToken() == JsonToken.FIELD_NAME) {
      Bucket bucket = COUNTS.get(parser.currentName());
      if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && bucket != null) {
        long count =
            parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? 0 : parser.getLongValue();
        counts.merge(bucket, Math.max(0, count), Math::max);
      }
      parser.skipChildren();
    }
  }
}
