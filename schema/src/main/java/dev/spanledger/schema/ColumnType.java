// SPDX-License-Identifier: Apache-2.0
package dev.spanledger.schema;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** What a column holds, whatever its dialect calls it. */
enum ColumnType {
  /**
   * Text that may be indexed: cut at {@link Column#ID_CHARS} characters, because an index row has a
   * size limit.
   */
  ID("text"),
  TEXT("text"),
  /** Any JSON, kept exactly as it came. */
  JSON("json"),
  /** JSON of our own making, for querying: PostgreSQL may reorder its keys. */
  JSONB("jsonb"),
  TEXT_LIST("text[]"),
  UUID("uuid"),
  UUID_LIST("uuid[]"),
  SHORT("smallint"),
  INTEGER("integer"),
  LONG("bigint"),
  DOUBLE("double precision"),
  DECIMAL("numeric(18,9)"),
  BOOLEAN("boolean"),
  INSTANT("timestamptz");

  private final String postgres;

  ColumnType(String postgres) {
    this.postgres = postgres;
  }

  /** What its values are in Java. */
  Class<?> valueClass() {
    return switch (this) {
      case ID, TEXT, JSON, JSONB -> String.class;
      case TEXT_LIST, UUID_LIST -> List.class;
      case UUID -> java.util.UUID.class;
      case SHORT, INTEGER, LONG -> Long.class;
      case DOUBLE -> Double.class;
      case DECIMAL -> BigDecimal.class;
      case BOOLEAN -> Boolean.class;
      case INSTANT -> Instant.class;
    };
  }

  /** The type to cast a text parameter to. */
  String postgres() {
    return postgres;
  }
}
