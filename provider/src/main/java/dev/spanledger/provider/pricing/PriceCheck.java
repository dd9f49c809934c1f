// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.provider.pricing;

import dev.spanledger.schema.Column;
import dev.spanledger.schema.PriceColumns;
import dev.spanledger.schema.PriceRow;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Why a row of prices cannot be right, looked at alone. */
final class PriceCheck {
  private PriceCheck() {}

  /** The reason, in words; null where there is nothing against it. */
  static @Nullable String refusal(PriceRow row) {
    if (text(row, PriceColumns.MODEL_PATTERN).isBlank()) {
      return "model_pattern is empty";
    } else if (text(row, PriceColumns.PROVIDER).isBlank()) {
      return "provider is empty; * means any";
    } else if (ServiceClass.of(text(row, PriceColumns.SERVICE_CLASS)) == null) {
      return "no service_class is called " + text(row, PriceColumns.SERVICE_CLASS);
    }
    String bucket = bucket(row);
    return bucket != null ? bucket : pattern(row) != null ? pattern(row) : numbers(row);
  }

  private static @Nullable String bucket(PriceRow row) {
    Bucket bucket = Bucket.of(text(row, PriceColumns.BUCKET));
    if (bucket == null) {
      return "no bucket is called " + text(row, PriceColumns.BUCKET);
    }
    return bucket.unit().equals(text(row, PriceColumns.UNIT))
        ? null
        : "the unit of " + bucket.key() + " is " + bucket.unit();
  }

  private static @Nullable String pattern(PriceRow row) {
    String kind = text(row, PriceColumns.MATCH_KIND);
    if (kind.equals("exact")) {
      return null;
    } else if (!kind.equals("regex")) {
      return "no match_kind is called " + kind;
    }
    try {
      Pattern.compile(text(row, PriceColumns.MODEL_PATTERN));
      return null;
    } catch (PatternSyntaxException e) {
      return "model_pattern is no regex: " + e.getDescription();
    }
  }

  private static @Nullable String numbers(PriceRow row) {
    Long rate = row.get(PriceColumns.RATE_PICO);
    Long tokens = row.get(PriceColumns.MIN_PROMPT_TOKENS);
    Instant from = row.get(PriceColumns.EFFECTIVE_FROM);
    Instant to = row.get(PriceColumns.EFFECTIVE_TO);
    if (rate == null || rate < 0) {
      return "rate_pico is negative or missing";
    } else if (tokens == null || tokens < 0) {
      return "min_prompt_tokens is negative or missing";
    } else if (from == null) {
      return "effective_from is missing, or no time";
    }
    return to == null || to.isAfter(from) ? null : "effective_to is not after effective_from";
  }

  static String text(PriceRow row, Column<String> column) {
    return Objects.requireNonNullElse(row.get(column), "");
  }
}
