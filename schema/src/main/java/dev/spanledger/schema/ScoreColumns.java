// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The columns of {@code agent_scores}, in the order of its script. */
public final class ScoreColumns {
  private static final Column.Table TABLE = new Column.Table();

  public static final Column<UUID> SCORE_ID = TABLE.uuid("score_id");
  public static final Column<String> TRACE_ID = TABLE.id("trace_id");
  public static final Column<String> SPAN_ID = TABLE.id("span_id");
  public static final Column<String> SESSION_ID = TABLE.id("session_id");
  public static final Column<String> NAME = TABLE.id("name");
  public static final Column<Double> VALUE = TABLE.real("value");
  public static final Column<String> LABEL = TABLE.text("label");
  public static final Column<String> EXPLANATION = TABLE.text("explanation");
  public static final Column<String> SOURCE = TABLE.id("source");
  public static final Column<String> METADATA = TABLE.jsonb("metadata");

  /** The columns that a writer fills. */
  static final List<Column<?>> STORED = TABLE.columns();

  /** The database's own. */
  public static final Column<Instant> CREATED_AT = TABLE.instant("created_at");

  static final List<Column<?>> ALL = TABLE.columns();

  private ScoreColumns() {}
}
