// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Instant;
import java.util.List;

/** The columns of {@code agent_model_prices} that Spanledger reads, in the order of its script. */
public final class PriceColumns {
  private static final Column.Table TABLE = new Column.Table();

  public static final Column<String> PRICE_ID = TABLE.text("price_id");
  public static final Column<String> PROVIDER = TABLE.text("provider");
  public static final Column<String> MATCH_KIND = TABLE.text("match_kind");
  public static final Column<String> MODEL_PATTERN = TABLE.text("model_pattern");
  public static final Column<String> BUCKET = TABLE.text("bucket");
  public static final Column<String> UNIT = TABLE.text("unit");
  public static final Column<String> SERVICE_CLASS = TABLE.text("service_class");
  public static final Column<Long> MIN_PROMPT_TOKENS = TABLE.bigint("min_prompt_tokens");
  public static final Column<Boolean> MIN_INCLUSIVE = TABLE.bool("min_inclusive");
  public static final Column<Long> RATE_PICO = TABLE.bigint("rate_pico");
  public static final Column<Instant> EFFECTIVE_FROM = TABLE.instant("effective_from");
  public static final Column<Instant> EFFECTIVE_TO = TABLE.instant("effective_to");

  /** All of them. */
  static final List<Column<?>> ALL = TABLE.columns();

  private PriceColumns() {}
}
